// A big guide stands in blocks in the order of places: which of them hold answers? Not part of a small guide's script.
data.blocks = (language, main, areas, terms, loaded, text, plain) => {
  var stem = text.stem, script = text.script;
  function names(asked, places, strongest, wants) {
    function want(block) { if (!loaded[language + "-" + block]) wants.add(language + "-" + block); }
    places.slice(0, 2).forEach(place => {
      var last = place.i, count = 0;
      while (last + 1 < areas.length && areas[last + 1].path.includes(place.i)) last++;
      main.s.forEach((span, block) => { if (span[0] <= last && span[1] >= place.i && count++ < 2) want(block); });
    });
    if (!places.length && strongest > 0.3) want(0);
    // Words that are neither need nor place may be of a name.
    var votes = main.s.map(() => 0);
    asked.forEach(one => {
      if ([...one.means].some(m => m[1] > 0.9 && (terms.get(m[0]).c.size || terms.get(m[0]).a.length)) && strongest > 0.3) return;
      var own = new Set(["pl", "en"].map(name => stem(one.word, script(one.word) || name))), most = one.word.length < 6 ? 1 : 2, rows = [];
      new Set([one.word[0], one.word[1] || one.word[0]]).forEach(letter => {
        var name = language + "-n" + letter.charCodeAt(0).toString(16);
        if (!main.f.includes(letter)) return;
        if (!data[name]) wants.add(name);
        else data[name].d.split(";").forEach(row => {
          row = row.split(" ");
          var least = 9, word = plain(row[0]);
          own.forEach(stem => { least = Math.min(least, stem === word ? 0 : stem.length < 3 ? 9 : distance(stem, word, most, 0.4)); });
          if (least <= most) rows.push([least, row[1].split(",")]);
        });
      });
      var nearest = Math.min(9, ...rows.map(row => row[0]));
      rows.forEach(row => { if (row[0] <= nearest) row[1].forEach(block => { votes[block] += 1 / row[1].length; }); });
    });
    votes.map((vote, block) => [vote, block]).sort((a, b) => b[0] - a[0]).slice(0, 2).forEach(one => one[0] && want(one[1]));
  }
  function phones(figures, wants) {
    var ending = figures.slice(-main.p), name = "p" + ending;
    if (!data[name]) main.e.includes(ending) && wants.add(name);
    else data[name].d.split(";").forEach(row => {
      row = row.split(" ");
      var own = row[0] + ending, block = language + "-" + row[1];
      if (own.endsWith(figures) && !loaded[block]) wants.add(block);
    });
  }
  return { names: names, phones: phones };
};
