// What a person types in, ranked help, places, organisations and articles out.
// How far a typed word is from a term: slips (a letter more, less, other, two swapped), and letters left over at the
// end, which may be an ending of the one or the part not yet typed of the other.
var rows = [[], [], []];
function distance(word, term, most, rest) {
  var n = term.length, m = word.length, best = 99, i, j, last = rows[0], row = rows[1], older = rows[2];
  for (j = 0; j <= n; j++) row[j] = j;
  for (i = 1; i <= m; i++) {
    var spare = older; older = last; last = row; row = spare;
    var least = row[0] = i;
    for (j = 1; j <= n; j++) {
      var cost = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (word[i - 1] === term[j - 1] ? 0 : 1));
      if (word[i - 1] === term[j - 2] && word[i - 2] === term[j - 1]) cost = Math.min(cost, older[j - 2] + 1);
      row[j] = cost;
      if (cost < least) least = cost;
    }
    if (m - i < 6) best = Math.min(best, row[n] + (m - i) * rest);
    if (least > most) break;
  }
  if (i > m) for (j = Math.max(1, n - 3); j < n; j++) best = Math.min(best, row[j] + (n - j) * 0.3);
  return best + (word[0] === term[0] ? 0 : rest > 0.2 ? 0.1 : 0.3);
}

function raise(map, key, value) { map.get(key) >= value || map.set(key, value); }

function engine(language) {
  var main = data[language], rules = main.r, text = words(rules), fold = text.fold, stem = text.stem, script = text.script,
    H = main.h.length, G = main.g.length, N = main.n.length, saying = H + G + N + main.t.length,
    terms = new Map,        // term -> what it occurs in
    phrases = [],           // {c: concept, w: terms}
    alias = new Map,        // stem -> terms
    memory = new Map,       // what words have been found to mean
    all,                    // what typed words are compared with
    roots,                  // stems of Hebrew words, ~ the same without vowel letters, ^ four first letters of any -> terms
    loaded = {}, cyrillic = {}, organisations = [], prefixes = [], long = [],
    bone = word => word.replace(/[וי]/g, ""), plain = term => term.replace("~", ""), areas = [];
  main.a.forEach((one, i) => {
    areas.push({ i: i, id: one[0], name: one[1], path: [i, ...(one[2] < 0 ? [] : areas[one[2]].path)], sound: sound(one[0].split("-")[0]), said: one[3].split("|").map(s => s.split(" ")) });
  });

  var others = main.b && language + "-o", big = main.s.length && data.blocks(language, main, areas, terms, loaded, text, plain);

  function entry(term) {
    var known = terms.get(term);
    if (!known) terms.set(term, known = { bare: plain(term), c: new Map, p: [], a: [], n: new Map });
    return known;
  }
  function family(root) {
    if (!roots) {
      roots = new Map;
      terms.forEach((_, term) => {
        ["^" + term.slice(0, 4), ...(script(term) === "he" ? [stem(term, "he"), "~" + bone(stem(term, "he"))] : [])].forEach(one => {
          roots.set(one, (roots.get(one) || []).concat(term));
        });
      });
    }
    return roots.get(root) || [];
  }
  function phrase(concept, list) {
    if (!list.length) return;
    list = list.map(entry);
    var whole = { c: concept, w: list };
    phrases.push(whole);
    list.forEach(one => {
      one.p.push(whole);
      one.c.set(concept, 0);
    });
  }
  function termOf(word, spoken) { return script(word) === "he" ? word : mark(stem(word, spoken), spoken); }
  function mark(term, spoken) { return spoken === "pl" || script(term) ? term : term + "~"; }
  function stemmed(title, spoken) {
    var list = text.tokens(title), told = list.filter(word => !text.stop(word, spoken));
    return [...new Set((told.length ? told : list).map(word => termOf(word, spoken)))];
  }

  function loadPhrases(name) {
    var more = data[name].d.r;
    text.add(more);
    prefixes = more.prefixes || prefixes;
    cyrillic = more.cyrillic || cyrillic;
    data[name].d.p.forEach((row, concept) => {
      if (row) row.split("|").forEach(one => {
        // Sayings of danger that common words make: `nie chcę żyć`. A word may stand between two of theirs.
        if (/_/.test(one)) long.push([concept, RegExp("(^| )[sושהכ]*" + one.replace(/_/g, " (\\S+ )?"))]);
        // The last row: sayings in which a word of danger means none.
        else phrase(concept < H + G ? concept : saying, one.split(" ").map(term => mark(term, name.slice(2))));
      });
    });
  }
  // Case forms: a term, then what leads to it, each with the number of letters that both begin with.
  function loadForms(name) {
    data[name].d.split(";").forEach(row => {
      var parts = row.split(" "), term = parts[0];
      (parts[1] || "").split(",").forEach(one => {
        var other = term.slice(0, parseInt(one[0], 16)) + one.slice(1);
        alias.set(other, (alias.get(other) || []).concat(term));
      });
    });
  }
  function name(organisation, words, spoken, weight) {
    stemmed(words, spoken).forEach(term => {
      named(organisation, term, weight);
      if (term[0] === "ה" && term.length > 3) named(organisation, term.slice(1), weight);
    });
  }
  function named(organisation, term, weight) { raise(entry(term).n, organisation, weight); }
  // Columns of organisations, then of services; the last one, names in other languages, a small guide has in a file.
  function loadBlock(columns) {
    var at = 0, first = organisations.length;
    columns = columns.map(column => column.split("\n"));
    function numbers(text) { return text ? text.split(",").map(Number) : []; }
    columns[0].forEach((slug, i) => {
      var organisation = { slug: slug, name: columns[1][i], lang: columns[2][i], services: [] };
      if (!slug) return;
      organisations.push(organisation);
      name(organisation, organisation.name, organisation.lang || language, 1);
      name(organisation, slug.replace(/-/g, " "), "pl", 1);
      for (var end = at + +(columns[3][i] || 1); at < end; at++) {
        var f = columns.slice(4, 15).map(column => column[at]), off = f[3][0] === "-";
        organisation.services.push({
          id: f[0], name: f[1], lang: f[2], off: off, c: numbers(off ? f[3].slice(1) : f[3]).concat(numbers(f[4]).map(g => H + g)), a: f[5] ? +f[5] : -1,
          serves: numbers(f[6]), phones: f[7] ? f[7].split("|") : [], week: f[8], holidays: f[9], rank: +(f[10] || 2)
        });
        if (f[1]) name(organisation, f[1], f[2] || language, 0.7);
      }
    });
    if (columns[15]) loadNames(columns[15], first);
  }
  function loadNames(lines, first) {
    lines.forEach((line, i) => {
      if (line) line.split(" ").forEach(term => named(organisations[first + i], term, 1));
    });
  }
  function load() {
    var fresh = false, known = phrases.length;
    Object.keys(data).forEach(name => {
      if (loaded[name]) return;
      if (/^w-/.test(name)) loadPhrases(name);
      else if (/^f-/.test(name)) loadForms(name);
      else if (!name.indexOf(language + "-") && /-\d+$/.test(name)) loadBlock(data[name].d);
      else if (name === others && loaded.main) loadNames(data[name].d.split("\n"), 0);
      else return;
      fresh = loaded[name] = true;
    });
    if (!loaded.main && loaded["w-" + language]) {
      loaded.main = fresh = true;
      main.n.concat(main.t).forEach((one, i) => {
        phrase(H + G + i, stemmed(one[1], language));
        phrase(H + G + i, one[2].split(" ").map(term => mark(term, language)));
      });
      areas.forEach(area => {
        area.said.forEach(said => { said.forEach(term => entry(term).a.push(area.i)); });
      });
      if (main.b) loadBlock(main.b);
    }
    if (phrases.length > known) weigh();
    if (fresh) { all = roots = null; memory.clear(); }
  }

  // How much of each concept a term tells: its share of the phrases in which it stands.
  function weigh() {
    terms.forEach(one => {
      one.told = Math.log((H + G + 1) / Math.max(1, one.c.size)) || 0.1;
      one.c.forEach((_, concept) => one.c.set(concept, 0));
    });
    phrases.forEach(one => {
      one.norm = 0;
      one.w.forEach(term => { one.norm += term.told * term.told; });
      one.w.forEach(term => {
        var before = term.c.get(one.c), own = term.told * term.told / one.norm;
        term.c.set(one.c, Math.sqrt(before * before + own * own));
      });
    });
  }
  function rare(one) { return Math.log(1 + Math.max(20, organisations.length) / Math.max(1, one.n.size)); }

  // Terms that a typed word may mean, with how surely.
  function meanings(word, unfinished, wants) {
    var key = unfinished ? word + " " : word, known = memory.get(key);
    if (!known) {
      known = guess(word, unfinished, wants);
      if (!wants.size) memory.set(key, known);
    }
    return known;
  }
  function guess(word, unfinished, wants) {
    var found = new Map, kind = script(word);
    function add(term, weight) { if (terms.has(term)) raise(found, term, weight); }
    // The page's own language first; another one only for words that it does not know.
    (kind ? [kind] : language === "en" ? ["en", "pl"] : ["pl", "en"]).some(name => {
      var own = termOf(word, name), known = terms.get(own), forms = "f-" + own.charCodeAt(0) % 4;
      add(own, 1);
      // A word of names alone may be a form of one that people say; a common word is none.
      if (name === "pl" && !text.stop(word, name) && !(known && (known.c.size || known.a.length))) {
        (alias.get(own) || []).forEach(term => add(term, 0.95));
        if (loaded["w-pl"] && !loaded[forms]) wants.add(forms);
      }
      return found.size && language !== "he";
    });
  // The word as it is, then without the letters before it; then other words of the same stem.
  var whole = [""].concat(prefixes).map(prefix => word.indexOf(prefix) ? "" : word.slice(prefix.length))
    .filter(bare => bare.length > 1);
  if (kind === "he") {
    if (!found.size) whole.some(bare => { add(bare, 0.95); return found.size; });
    var bares = found.size ? [[...found.keys()][0]] : whole;
    bares.some(bare => {
      family(stem(bare, kind)).forEach(term => add(term, found.size && found.has(bare) ? 0.6 : 0.9));
      return found.size;
    });
  }
  if (found.size || wants.size) return found;
  if (unfinished && word.length > 1) {
      terms.forEach((one, term) => {
        if (one.bare.length > word.length && term.startsWith(word) && (word.length > 2 || one.n.size)) add(term, 0.6 + 0.3 * word.length / term.length);
      });
      if (found.size && word.length > 2) return found;
    }
    var near = kin(word);
    // An unknown word may be of another language: its phrases first, guesses at slips after that.
    if (!near.length) (kind === "cy" ? ["w-cy"] : kind ? ["w-he"] : ["w-en", "w-pl"]).concat(others || []).forEach(name => {
      if (!loaded[name]) wants.add(name);
    });
    if (wants.size) return found;
    if (kind === "he") whole.some(bare => {
      if (bare.length > 2) family("~" + bone(stem(bare, kind))).forEach(term => add(term, 0.8));
      return found.size;
    });
    if (kind === "cy") areas.forEach(area => { if (sound(word) === area.sound) area.said[0].forEach(term => add(term, 0.8)); });
    if (!found.size) slips(word, found, near);
    return found;
  }
  function sound(word) {
    return Array.from(word, sign => sign in cyrillic ? cyrillic[sign] : sign).join("")
      .replace(/[aeiouyj]/g, "").replace(/v/g, "w").replace(/g/g, "h").replace(/(.)\1/g, "$1");
  }

  // Words of one family: one stem begins the other.
  function kin(word) {
    var own = plain(termOf(word, language === "he" ? "pl" : language)), near = [];
    if (own.length > 3) family("^" + own.slice(0, 4)).forEach(term => {
      var bare = plain(term), shorter = Math.min(bare.length, own.length), rest = bare.length + own.length - 2 * shorter;
      if (3 * rest <= 2 * shorter && own.slice(0, shorter) === bare.slice(0, shorter)) near.push([term, 0.8 + 0.1 * rest]);
    });
    // Polish verbs with other beginnings: `przepija`, `wypija`.
    if (!script(word) && language === "pl") rules.verbs.split(" ").forEach(start => {
      var bare = stem(word.slice(start.length), "pl");
      if (!word.indexOf(start) && bare.length > 2) [bare].concat(alias.get(bare) || []).forEach(term => {
        if (terms.has(term)) near.push([term, 1]);
      });
    });
    return near;
  }

  function letters(word) {
    for (var mask = 0, i = 0; i < word.length; i++) mask |= 1 << (word.charCodeAt(i) & 31);
    return mask;
  }
  function bits(mask) {
    for (var count = 0; mask; count++) mask &= mask - 1;
    return count;
  }
  function candidates() {
    var all = { "": [], he: [], cy: [] };
    function put(text, leads, cost) {
      if (text.length > (script(text) ? 2 : 3) && !/\d/.test(text)) all[script(text)].push({ text: text, leads: leads, cost: cost, mask: letters(text) });
    }
    terms.forEach((one, term) => { if (one.c.size !== 1 || !one.c.has(saying)) put(one.bare, [term], 0); });
    alias.forEach((leads, other) => put(other, leads, 0.1));
    return all;
  }
  function slips(word, found, near) {
    var most = word.length < 4 ? 0 : word.length < 6 ? 1 : 2, kind = script(word), tries = new Map([[word, 0]]);
    var best = Math.min(most + 0.9, ...near.map(one => one[1]));
    function attempt(one, cost) { if (one.length > 2) raise(tries, one, -cost); }
    if (kind !== "he") (kind ? [kind] : ["pl", "en"]).forEach(name => attempt(stem(word, name), 0));
    // Without the letters before a Hebrew word, which may hold the slip.
    else for (var k = 1; k < 5 && word.length - k > 2; k++) {
      attempt(word.slice(k), prefixes.includes(word.slice(0, k)) ? 0.2 : 0.5 + 0.2 * k);
    }
    var mask = letters(word);
    // Two slips only where one does not do: most of the words need no closer look then.
    for (var few = 1; few <= most && few < best + 0.3; few++) (all = all || candidates())[kind].forEach(other => {
      var size = other.text.length, limit = Math.min(few, best + 0.3), d = 99;
      if (size > word.length + 3 || bits(other.mask & ~mask) > limit + (size > word.length)
        || bits(mask & ~other.mask) > limit + Math.max(0, word.length - size)) return;
      tries.forEach((more, one) => {
        if (size - one.length < 4 && one.length - size < 7) d = Math.min(d, distance(one, other.text, limit, kind === "he" ? 0.4 : 0.15) - more);
      });
      d += other.cost;
      if (d > Math.min(most + 0.9, 0.31 * size, best + 0.3)) return;
      other.leads.forEach(term => { if (terms.has(term)) near.push([term, d]); });
      best = Math.min(best, d);
    });
    near.forEach(one => {
      if (one[1] <= best + 0.3) raise(found, one[0], (0.9 - 0.15 * best) * Math.exp(-2.5 * (one[1] - best)));
    });
  }

  function find(query, unfinished) {
    load();
    var wants = new Set;
    if (!loaded["w-" + language]) wants.add("w-" + language);
    var result = { wants: wants, organisations: [], urgent: [], order: [], terms: new Set }, figures = query.replace(/\D/g, ""), spoken = /\p{L}/u.test(query);
    // `tel. 85 744 50 27` too; but `800 plus` is no number to call.
    if (figures[spoken ? 5 : 2]) byPhone(figures, result);
    if (wants.size || result.organisations[0] || !spoken && figures[2]) return result;
    var typed = text.tokens(query), told = typed.filter(word => !text.stop(word)), last = unfinished !== false && typed[typed.length - 1];
    // A letter or two may be the start of any word.
    if (last && last.length < 2 + (typed.length > 1) && last === told[told.length - 1] && !terms.has(termOf(last, language))) told.pop(typed.pop());
    var common = !told.length;
    if (common) told = typed;
    if (result.early = !told.length) return result;
    var asked = told.map((word, i) => ({ word: word, need: 0, means: meanings(word, i === told.length - 1 && last === word, wants) }));
    if (wants.size) return result;
    asked.forEach(one => {
      one.means.forEach((weight, term) => {
        result.terms.add(term);
        if (weight < 0.9 && terms.get(term).c.size) one.need = Math.max(one.need, weight - 0.01);
      });
    });

    // Places; by their first word alone, too: `Bielsk`. What may be a slip in a word of need is none in that of a place.
    var hits = areas.map(() => 0);
    new Set([].concat(...[...result.terms].map(term => terms.get(term).a))).forEach(i => {
      areas[i].said.forEach(said => {
        var sum = 0;
        said.forEach((term, at) => {
          sum += Math.max(...asked.map(one => one.means.get(term) > one.need ? one.means.get(term) : 0));
          if (!at) hits[i] = Math.max(hits[i], 0.95 * sum);
        });
        hits[i] = Math.max(hits[i], sum / said.length);
      });
    });
    var top = Math.max(0, ...hits), places = top < 0.5 ? [] : areas.filter(area => hits[area.i] >= top - 0.05);
    function local(meaning) { return terms.get(meaning[0]).a.some(i => places.includes(areas[i])); }
    var needs = asked.filter(one => {
      var means = [...one.means];
      return !means.some(local) || means.some(one => one[1] >= 0.9 && !local(one) && terms.get(one[0]).c.size);
    });

    // Kinds of help, groups and articles by what people say
    var norm = 0, bag = new Float64Array(saying + 1), over = new Map;
    needs.forEach(one => {
      // A word of several meanings tells no more than the commonest of them.
    var share = new Map, surest = 0, told = 0;
    one.means.forEach((weight, term) => { if (terms.get(term).c.size) surest = Math.max(surest, weight); });
    one.means.forEach((weight, term) => {
      if (weight >= 0.9 * surest && terms.get(term).c.size) told = Math.min(told || 9, terms.get(term).told);
    });
    one.means.forEach((weight, term) => {
      var info = terms.get(term), value = Math.min(told, info.told), highest = Math.max(0, ...info.c.values());
      info.c.forEach((count, concept) => {
        raise(share, concept, weight * value * value * count / highest);
      });
      info.p.forEach(one => { over.set(one, (over.get(one) || 0) + weight * value * value); });
    });
    told = told || 2;
    norm += told * told;
      share.forEach((value, concept) => { bag[concept] += value; });
    });
    var best = new Float64Array(saying + 1), sure = [];
    over.forEach((held, one) => {
      best[one.c] = Math.max(best[one.c], held / Math.sqrt(norm * one.norm));
      // A whole saying of danger counts whatever else is told beside it.
      if (held > 0.95 * one.norm && (one.w[1] || one.w[0].c.size < 2)) sure[one.c] = 1;
    });
    long.forEach(one => { if (one[1].test(typed.join(" ") + " ")) sure[one[0]] = 1; });
    var scores = Array.from(best, (value, i) => {
      var score = norm ? 0.5 * Math.min(1, value) + 0.5 * Math.min(1, bag[i] / norm) : 0;
      return i < H ? score : i < H + G ? score * 0.85 : score * 0.8;
    });
    var strongest = Math.max(0, ...scores.slice(0, H + G));
    // So far only words that everybody begins with.
    result.early = common && strongest < 0.9;
    if (big) {
      big.names(asked, places, strongest, wants);
      if (wants.size) return result;
    }
    var other = last && otherKeys(query, Math.max(0, ...asked.map(one => Math.max(0, ...one.means.values()))), wants);
    if (other) return find(other, false);
    if (wants.size) return result;

    // Words of danger put the numbers of the urgent page on top; a lone word only where it is a whole saying.
    var bar = typed.length > 1 ? 0.55 : Math.max(0.74, 0.97 * Math.max(...asked[0].means.values()));
    if (best[saying] < 0.9) {
      main.u.forEach(one => { one.score = Math.max(0, ...one[4].map(h => sure[h] || (best[h] < bar ? 0 : scores[h]))); });
      result.urgent = main.u.filter(one => one.score > 0.749 * strongest).sort((a, b) => b.score - a.score).slice(0, 3);
    }

    // Organisations by name
    var named = new Map, whole = 0;
    asked.forEach(one => {
      var own = new Map;
      one.rare = 0;
      one.means.forEach((weight, term) => {
        var info = terms.get(term);
        if (info.n.size) one.rare = Math.max(one.rare, rare(info));
        info.n.forEach((strength, organisation) => {
          raise(own, organisation, weight * strength * rare(info));
        });
      });
      whole += one.rare || rare({ n: { size: 1 } });
      own.forEach((value, one) => named.set(one, (named.get(one) || 0) + value));
    });
    // How much of what was asked a name holds, and a little how much of the name was asked for.
    function alike(one, held) {
      var weights = 0;
      one.weight = one.weight || stemmed(one.name, one.lang || language);
      one.weight.forEach(term => { weights += terms.has(term) ? rare(terms.get(term)) : 1; });
      if (!one.slug) asked.forEach(typed => { held += typed.rare * Math.max(0, ...one.weight.map(term => typed.means.get(term) || 0)); });
      return Math.min(1, held / whole) ** 2 * (0.75 + 0.25 * Math.min(1, held / (weights || 1)));
    }
    var found = [], bestName = 0, here = places.length && !needs.length;
    var fit = scores.map((score, i) => score < Math.max(0.12, 0.5 * strongest) ? 0 : i < H ? score : 0.8 * score);
    organisations.forEach(organisation => {
      var held = here ? 0 : named.get(organisation), byName = held ? alike(organisation, held) : 0;
      bestName = Math.max(bestName, byName);
      // Most records have nothing to do with a question: a look at the kinds of help of each is all they cost.
      organisation.services.filter(service => held || here && reach(service, places) > 0.7 || service.c.some(c => fit[c])).map(service => {
        var likely = service.c.map(c => fit[c]).concat(0, 0).sort((a, b) => b - a);
        var first = result.urgent.findIndex(one => !one[3].indexOf(organisation.slug + "."));
        // What is abroad comes after what is here.
        var value = (likely[0] + 0.2 * likely[1]) / (service.rank > 3 ? 1.25 : 1), there = 1;
        var own = held ? alike(service, 0) : 0, best = Math.max(byName, own);
        if (places.length) {
          there = reach(service, places);
          value = needs.length ? value * (there || 0.1) : there >= 0.8 ? 0.6 * top * there : 0;
        }
        // What does not run now answers to its name alone.
        if (service.off) value = -0.1;
        return {
          organisation: organisation, service: service, byName: byName > Math.max(value, own), far: !there && best < 0.3, own: own, value: value,
          score: Math.max(best, value) + 0.1 * Math.min(best, value) + own * own / 2 + (first < 0 ? 0 : 0.3 - first / 10)
        };
      }).sort((a, b) => b.value + b.own - a.value - a.own).forEach((one, i, mine) => {
        // The best service of each organisation, then others that are about as good.
        if (i) one.score -= 9.05;
        if (i ? Math.max(one.value, one.own) > 0.7 * Math.min(1, mine[0].score) : byName > 0.3 || one.own > 0.5 || one.value > 0.05) found.push(one);
      });
    });
    found.sort((a, b) => b.score - a.score || a.service.rank - b.service.rank);

    // The best of some concepts.
    function above(from, to, least, most) {
      var chosen = [];
      for (var i = from; i < to; i++) if (scores[i] > least) chosen.push({ concept: i, score: scores[i] });
      return chosen.sort((a, b) => b.score - a.score).slice(0, most);
    }
    result.help = above(0, H + G + N, Math.max(0.1, 0.749 * strongest), 3);
    result.articles = above(H + G + N, saying, 0.25, 2);
    result.places = places.slice(0, 3).map(area => ({ area: area.i }));
    // Where a place has hardly anything, what is elsewhere follows.
    var near = found.filter(one => !one.far);
    result.organisations = near.concat(found.filter(one => one.far).slice(0, Math.max(0, 3 - near.length))).slice(0, 8);
    // The others have their place by now, and stand above what answers less: a bed above a talk about sleep.
    result.organisations.sort((a, b) => (b.score + 9) % 9 - (a.score + 9) % 9);
    var first = result.help.length ? result.help[0].concept : H, crossed = first < H && places.find(area => main.x[first].includes(area.i));
    result.crossing = crossed ? [{ concept: first, area: crossed.i }] : [];
    // Few answers: then kinds of help that were nearly meant, and those beside the first.
    var few = 5 - result.help.concat(result.articles, result.places, result.organisations, result.crossing).filter(one => !(one.score < 0)).length;
    if (few > 0 && strongest > 0.12) {
      var known = new Set(result.help.map(one => one.concept)), more = above(0, H + G, 0.45 * strongest, 9);
      if (first < H) main.h.forEach((row, i) => { if (row[2] === main.h[first][2]) more.push({ concept: i }); });
      result.more = more.filter(one => !known.has(one.concept) && known.add(one.concept)).slice(0, few);
    }
    result.order = ((bestName > Math.max(strongest, 0.5) + 0.02 ? "organisations help places"
      : !places.length ? "help organisations places"
        : needs.length && strongest > 0.12 ? "crossing organisations help places" : "places organisations help") + " articles more").split(" ");
    return result;
  }

  // Whether a service is there for the people of some places: 1 in it, less when it only serves it.
  function reach(service, places) {
    var own = areas[service.a];
    return Math.max(...places.map(place => own && own.path.includes(place.i) ? 1
      : [service.a, ...service.serves].some(one => areas[one] && areas[one].path.includes(place.i) || place.path.includes(one)) ? 0.8
        : own || service.serves.length ? 0 : 0.4));
  }

  function byPhone(figures, result) {
    if (big) big.phones(figures, result.wants);
    organisations.forEach(organisation => {
      var service = organisation.services.find(service => service.phones.some(phone => {
        phone = phone.replace(/\D/g, "");
        return phone.includes(figures) || phone[6] && figures.endsWith(phone);
      }));
      if (service) result.organisations.push({ organisation: organisation, service: service });
    });
    result.organisations.splice(8);
    result.order = ["organisations"];
  }

  // Typed with the keyboard set to another script: `nzui` for `מזון`; a guess is worth less than a word that is one.
  function otherKeys(query, sure, wants) {
    var keys = rules.keys, own = /[a-z]/i.test(query) ? 0 : /[א-ת]/.test(query) ? 1 : 2;
    return (sure < (own || language !== "he" ? 0.01 : 0.9) ? own ? [0] : language === "he" ? [1, 2] : [2] : [])
      .map(other => Array.from(query.toLowerCase(), sign => keys[other][keys[own].indexOf(sign)] || sign).join(""))
      .find(other => text.tokens(other).some(word => Math.max(0, ...meanings(word, false, sure ? new Set : wants).values()) > sure));
  }

  // Kinds of help, groups of people, needs and articles are counted through.
  function row(concept) { return main.h.concat(main.g, main.n, main.t)[concept]; }
  function page(concept) {
    return (concept < H ? "help/" : concept < H + G ? "for/" : concept < H + G + N ? "need/" : "") + row(concept)[0] + ".html";
  }

  // The answers of a result in the order in which they stand, with the page of each.
  function list(result) {
    var all = [];
    result.order.forEach(kind => {
      (result[kind] || []).forEach(one => {
        var item = { kind: kind, hit: one }, organisation = one.organisation, area = areas[one.area];
        if (organisation) {
          item.path = "organisation/" + organisation.slug + ".html" + (one.service && one.service.id && !one.byName ? "#" + one.service.id : "");
          item.title = organisation.name;
        } else if (one.concept >= 0) {
          item.path = page(one.concept);
          item.title = row(one.concept)[1];
          if (area) {
            item.path = item.path.replace(".", "/" + area.id + ".");
            item.more = area.name;
          }
        } else {
          item.path = "area/" + area.id + ".html";
          item.title = area.name;
        }
        all.push(item);
      });
    });
    return all;
  }

  // A title in pieces: every second one is a word that was asked for.
  function marked(title, spoken, terms) {
    var pieces = [""], at = 0;
    title.replace(/[\p{L}\p{M}\p{N}'’]+/gu, (word, where) => {
      var own = termOf(fold(word), spoken || language), leads = alias.get(own) || [];
      if (fold(word).length > 1 && (terms.has(own) || leads.some(term => terms.has(term)))) {
        pieces[pieces.length - 1] += title.slice(at, where);
        pieces.push(word, "");
        at = where + word.length;
      }
      return word;
    });
    pieces[pieces.length - 1] += title.slice(at);
    return pieces;
  }

  return { find: find, list: list, marked: marked, main: main, areas: areas };
}
