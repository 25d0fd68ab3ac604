// The box: a combobox with a list of links below it. Nothing typed leaves the page.
var form = document.querySelector("[data-search]"), input = form && form.querySelector("input");
if (!form) return;
var base = form.getAttribute("action").replace("a-z.html", ""), here = document.currentScript.src.replace(/search\.js.*/, ""), language = document.documentElement.lang, finder, panel, list, status, chosen = -1, timer, away;

function make(tag, name, parent, words) {
  var node = document.createElement(tag);
  if (name) node.className = "g-search__" + name;
  if (words) node.textContent = words;
  if (parent) parent.appendChild(node);
  return node;
}
// Loads a file of the index as a script; once more past a cache when it is of an older edition than the others.
function fetchFile(name, again) {
  // The page asks for the first file itself, which may still be on its way.
  var src = here + "search/" + name + ".js" + (again ? "?" + again : ""), script = document.querySelector('script[src="' + src + '"]') || document.createElement("script");
  script.src = src;
  script.onload = () => {
    var wanted = finder ? finder.main.v[name] : data[name].v;
    if (data[name].v !== wanted && !again) { delete data[name]; fetchFile(name, wanted); return; }
    ask();
  };
  // Taken away, so that the next letter asks for it again. What leads on is the list of all names, named at the foot.
  script.onerror = () => {
    script.remove();
    if (panel.contains(away)) return;
    show("");
    panel.hidden = false;
    away = make("p", "none", panel, data[language] && data[language].l.offline + " ");
    away.appendChild(document.querySelector(".g-footer [href$='a-z.html']").cloneNode(1));
    status.textContent = panel.innerText;
  };
  document.head.appendChild(script);
}

function ask() {
  if (!data[language]) { fetchFile(language); return; }
  finder = finder || engine(language);
  var query = input.value.trim(), result = finder.find(query);
  if (result.wants.size) { result.wants.forEach(name => fetchFile(name)); return; }
  show(query, query ? result : null);
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
  // Heard first what is seen first: whom to call.
  status.textContent = panel.innerText + " ";
  list = make("div", "list", panel);
  list.id = "g-search-list";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.results);
  var group, kind = "";
  found.forEach((one, index) => {
    var under = one.kind === "crossing" ? "help" : one.kind;
    if (under !== kind) {
      kind = under;
      group = make("div", "group", list);
      group.setAttribute("role", "group");
      make("p", "kind", group, words[kind]).id = "g-search-" + index;
      group.lastChild.setAttribute("role", "presentation");
      group.setAttribute("aria-labelledby", "g-search-" + index);
    }
    option(one, index, group, result.terms, words);
  });
  if (!found.length) nothing(words);
  status.textContent += words.count.replace("{n}", found.length);
}
function say(node, title, spoken, terms) {
  var foreign = spoken && make("bdi", "", node);
  if (foreign) { foreign.lang = spoken; node = foreign; }
  finder.marked(title, spoken, terms).forEach((piece, i) => {
    if (piece) node.appendChild(i % 2 ? make("mark", "", null, piece) : document.createTextNode(piece));
  });
}
function option(one, index, group, terms, words) {
  var link = make("a", "option", group), service = one.hit.service, own = service && service.name && !one.hit.byName;
  var name = make("span", "name", link);
  link.href = base + one.path;
  link.id = "g-search-option-" + index;
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  if (own) say(name, service.name, service.lang, terms);
  else say(name, one.title, one.hit.organisation && one.hit.organisation.lang, terms);
  if (one.more) { name.appendChild(document.createTextNode(" – ")); say(name, one.more, "", terms); }
  if (!service) return;
  var more = make("span", "more", link);
  if (own) say(more, one.title, one.hit.organisation.lang, terms);
  // A line without a place says whom it serves, if that is one place (a list of one is an index, of more is none):
  // a short number of another country answers nobody here.
  var at = finder.areas[service.a] || finder.areas[service.serves];
  if (at) more.appendChild(document.createTextNode((own ? " · " : "") + at.name));
  var facts = make("span", "facts", link), phone = service.phones[0], now = open(service, words);
  if (phone) make("bdi", "phone", facts, phone).dir = "ltr";
  if (now) make("span", "open", facts, now);
}
// Only what is sure: open now, or day and night.
function open(service, words) {
  if (service.off) return words.off;
  if (service.week === "*") return words.always;
  return service.week && root.guideOpen(service.week, service.holidays !== "o", finder.main.c[2]) && words.open;
}
function urgent(entries, words) {
  if (!entries.length) return;
  var box = make("div", "urgent", panel);
  make("p", "kind", box, words.urgent);
  entries.forEach(one => {
    var link = make("a", "call", box);
    link.href = "tel:" + one[2];
    make("span", "", link, one[0] + " ");
    make("bdi", "phone", link, one[1]).dir = "ltr";
  });
}
// Never empty: the groups of help, somebody to call, and a way to tell us.
function nothing(words) {
  panel.insertBefore(make("p", "none", null, words.nothing), list);
  var group = make("div", "group", list), main = finder.main;
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", words.help);
  main.n.forEach((one, i) => {
    option({ path: "need/" + one[0] + ".html", title: one[1], hit: {} }, i, group, new Set(), words);
  });
  urgent(main.u.filter(one => one[1] !== main.c[0]).slice(0, 1), words);
  var tell = make("a", "tell", make("p", "none", panel), words.tell);
  tell.href = "mailto:" + main.c[1];
}

function options() { return panel.querySelectorAll("[role=option]"); }
function choose(index) {
  var all = options();
  if (!all.length) return;
  if (chosen >= 0) all[chosen].setAttribute("aria-selected", "false");
  chosen = (index + all.length) % all.length;
  all[chosen].setAttribute("aria-selected", "true");
  all[chosen].scrollIntoView({ block: "nearest" });
  input.setAttribute("aria-activedescendant", all[chosen].id);
}

panel = make("div", "panel", form);
panel.hidden = true;
panel.id = "g-search-panel";
status = make("p", "", form);
status.className = "g-sr";
status.setAttribute("role", "status");
[["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "g-search-panel"], ["aria-autocomplete", "list"]].forEach(one => {
  input.setAttribute(one[0], one[1]);
});
input.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(ask, 60);
});
input.addEventListener("keydown", event => {
  var all = options();
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (panel.hidden) ask();
    else choose(event.key === "ArrowDown" ? chosen + 1 : chosen < 0 ? -1 : chosen - 1);
    event.preventDefault();
  } else if (event.key === "Enter" && chosen >= 0 && all[chosen]) {
    event.preventDefault();
    all[chosen].click();
  } else if (event.key === "Escape" && !panel.hidden) {
    event.preventDefault();
    show("");
  }
});
form.addEventListener("submit", event => {
  event.preventDefault();
  ask();
  if (panel.querySelector("a")) panel.querySelector("a").focus();
});
ask();
