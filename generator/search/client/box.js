// The box: a combobox with a list of links below it. Nothing typed leaves the page.
var form = document.querySelector("[data-search]"), input = form.querySelector("input");
var base = form.getAttribute("action").slice(0, -8), here = document.currentScript.src.slice(0, -9), language = document.documentElement.lang, finder, panel, list, status, chosen = -1, timer, away, entered, options = () => panel.querySelectorAll("[role=option]");

function make(tag, name, parent, words, role) {
  var node = document.createElement(tag);
  if (name) node.className = "g-search__" + name;
  if (words) node.textContent = words;
  if (role) node.setAttribute("role", role);
  if (parent) parent.append(node);
  return node;
}
// Loads a file of the index as a script; once more past a cache when it is of an older edition than the others.
function fetchFile(name, again) {
  // The page asks for the first file itself, which may still be on its way.
  var src = here + "search/" + name + ".js" + (again ? "?" + again : ""), script = document.querySelector('[src="' + src + '"]') || make("script");
  script.src = src;
  script.onload = () => {
    var wanted = finder && !again && finder.main.v[name];
    if (wanted && data[name].v !== wanted) { delete data[name]; fetchFile(name, wanted); }
    else ask();
  };
  // Taken away, so that the next letter asks for it again; what leads on is the list of all names.
  script.onerror = () => {
    script.remove();
    if (!input.value || away && away.parentNode) return;
    show("");
    panel.hidden = false;
    away = make("p", "none", panel, data[language] && data[language].l.offline + " ");
    away.append(document.querySelector("footer [href*=a-z]").cloneNode(true));
    status.textContent = away.textContent;
  };
  // So too what hangs. When it comes after all, there are answers.
  setTimeout(() => data[name] || script.onerror(), 8e3);
  document.head.append(script);
}

function ask() {
  if (!data[language]) return fetchFile(language);
  finder = finder || engine(language);
  var query = input.value.trim(), result = finder.find(query);
  if (result.wants.size) result.wants.forEach(name => fetchFile(name));
  // As long as only `nie mam` stands there, there is nothing to say, unless somebody presses Enter.
  else show(result.early && !entered ? "" : query, result);
}

function show(query, result) {
  panel.textContent = "";
  chosen = -1;
  input.removeAttribute("aria-activedescendant");
  panel.hidden = !query;
  form.classList.toggle("g-search--open", !!query);
  input.setAttribute("aria-expanded", !!query);
  status.textContent = "";
  if (!query) return;
  var words = finder.main.l, found = finder.list(result);
  urgent(result.urgent, words);
  list = make("div", "list", panel, "", "listbox");
  list.id = "g-search-list";
  list.setAttribute("aria-label", words.results);
  var group, kind = "";
  found.forEach((one, index) => {
    var under = one.kind === "crossing" ? "help" : one.kind;
    if (under !== kind) {
      kind = under;
      group = make("div", "group", list, "", "group");
      make("p", "kind", group, words[kind], "presentation").id = "g-search-" + index;
      group.setAttribute("aria-labelledby", "g-search-" + index);
    }
    option(one, index, group, result.terms, words);
  });
  if (!found.length) nothing(words);
  // Heard first what is seen first: whom to call.
  status.textContent = result.urgent.map(one => words.urgent + " " + one[0] + ", " + one[1] + ". ").join("")
    + (found.length ? words.count.replace("{n}", found.length) : words.nothing);
}
function say(node, title, spoken, terms) {
  var foreign = spoken && make("bdi", "", node);
  if (foreign) { foreign.lang = spoken; node = foreign; }
  finder.marked(title, spoken, terms).forEach((piece, i) => {
    if (piece) node.append(i % 2 ? make("mark", "", "", piece) : piece);
  });
}
function option(one, index, group, terms, words) {
  var link = make("a", "option", group, "", "option"), service = one.hit.service, own = service && service.name && !one.hit.byName;
  var name = make("span", "name", link);
  link.href = base + one.path;
  link.id = "g-search-o" + index;
  link.tabIndex = -1;
  link.setAttribute("aria-selected", "false");
  if (own) say(name, service.name, service.lang, terms);
  else say(name, one.title, one.hit.organisation && one.hit.organisation.lang, terms);
  if (one.more) { name.append(" – "); say(name, one.more, "", terms); }
  if (!service) return;
  var more = make("span", "more", link);
  if (own) say(more, one.title, one.hit.organisation.lang, terms);
  // A line without a place says whom it serves, if that is one place (a list of one is an index, of more is none):
  // a short number of another country answers nobody here.
  var at = finder.areas[service.a] || finder.areas[service.serves];
  if (at) more.append((own ? " · " : "") + at.name);
  var facts = make("span", "facts", link), phone = service.phones[0], now = open(service, words);
  if (phone) make("bdi", "phone", facts, phone).dir = "ltr";
  now && make("span", "open", facts, now);
}
// Only what is sure: open now, or day and night.
function open(service, words) {
  return service.off ? words.off : service.week === "*" ? words.always
    : service.week && self.guideOpen && guideOpen(service.week, service.holidays !== "o", finder.main.c[2]) ? words.open : "";
}
function urgent(entries, words) {
  if (!entries.length) return;
  var box = make("div", "urgent", panel);
  make("p", "kind", box, words.urgent);
  entries.forEach(one => {
    var link = make("a", "call", box);
    link.href = "tel:" + one[2];
    link.append(one[0] + " ");
    make("bdi", "phone", link, one[1]).dir = "ltr";
  });
}
// Never empty: the groups of help, somebody to call, and a way to tell us.
function nothing(words) {
  list.before(make("p", "none", "", words.nothing));
  var group = make("div", "group", list, "", "group"), main = finder.main;
  group.setAttribute("aria-label", words.help);
  main.n.forEach((one, i) => {
    option({ path: "need/" + one[0] + ".html", title: one[1], hit: {} }, i, group, new Set, words);
  });
  urgent(main.u.filter(one => one[1] !== main.c[0]).slice(0, 1), words);
  make("a", "tell", make("p", "none", panel), words.tell).href = "mailto:" + main.c[1];
}

function choose(index) {
  var all = options();
  if (!all[0]) return;
  if (chosen >= 0) all[chosen].setAttribute("aria-selected", "false");
  chosen = (index + all.length) % all.length;
  all[chosen].setAttribute("aria-selected", "true");
  all[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[chosen].id);
}

panel = make("div", "panel", form);
panel.hidden = true;
status = make("p", "", form, "", "status");
status.className = "g-sr";
[["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "g-search-list"], ["aria-autocomplete", "list"]].forEach(one => input.setAttribute(...one));
input.addEventListener("input", () => {
  clearTimeout(timer);
  entered = 0;
  timer = setTimeout(ask, 60);
});
input.addEventListener("keydown", event => {
  var all = options(), key = event.key, down = key === "ArrowDown";
  if (down || key === "ArrowUp") {
    if (panel.hidden) ask();
    else choose(down ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
  } else if (key === "Enter" && all[chosen]) all[chosen].click();
  else if (key === "Escape" && !panel.hidden) show("");
  else return;
  event.preventDefault();
});
form.addEventListener("submit", event => {
  event.preventDefault();
  entered = 1;
  ask();
  var first = panel.querySelector("a");
  first && first.focus();
});
ask();
