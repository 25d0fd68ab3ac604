// My list: services that a reader keeps. Only their ids are kept, by the browser of this device; where it keeps nothing
// (pages of a disk, storage that is forbidden or full) they go along in the address, behind `#kept=`.
if (self.guideList) return;
self.guideList = true;
var here = document.currentScript.src.replace(/list\/[^/]*$/, ""), store = here + "list", language = document.documentElement.lang;
var disk = location.protocol === "file:", carried = disk || /[#&]kept=/.test(location.hash), most = 100;
var mine = document.querySelector(".g-mine"), footer = document.querySelector("[data-keep]");
var facts = self.guideSearch = self.guideSearch || {}, failed = {}, list, shared, lost, cut, before, timer, shown;

function make(tag, name, parent, text) {
  var node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}
function press(parent, text, act, more) {
  var button = make("button", "g-keep", parent, text);
  if (more) make("span", "g-sr", button, ": " + more);
  button.onclick = act;
  return button;
}
// An organisation whose only service bears its name has a short id.
function ids(text) {
  return text ? Array.from(new Set(text.split(",").map(id => id.indexOf("/") < 0 ? id + "/" + id : id))) : [];
}
var form = /^[a-z0-9-]{1,60}\/[a-z0-9-]{1,60}$/;
function proper(id) { return form.test(id); }
function text(some) {
  return some.map(id => { var parts = id.split("/"); return parts[0] === parts[1] ? parts[0] : id; }).join();
}
function behind(name) {
  var found = new RegExp("[#&]" + name + "=([^&]*)").exec(location.hash), said = found ? found[1] : "";
  try { return decodeURIComponent(said); } catch (no) { return said; }
}
function others(hash) { return hash.slice(1).split("&").filter(one => one && !/^(kept|list)=/.test(one)); }
function address() {
  var rest = others(location.hash);
  if (carried && list.length) rest.push("kept=" + text(list));
  history.replaceState(null, "", location.href.split("#")[0] + (rest.length ? "#" + rest.join("&") : ""));
}
function read() {
  var own = "";
  if (!carried) try { own = localStorage.getItem(store) || ""; } catch (no) { carried = true; }
  list = ids(carried ? behind("kept") : own).filter(proper).slice(0, most);
}
function write(next) {
  list = next.slice(0, most);
  try {
    if (!list.length) localStorage.removeItem(store);
    else if (!carried) localStorage.setItem(store, text(list));
  } catch (no) { carried = true; }
  address();
  link();
}
// The way to the list stands in the header while there is something on it.
function link() {
  if (shown) shown.remove();
  shown = null;
  if (!list.length || mine) return;
  shown = make("a", "g-header__list", null, words.mine.replace("{n}", list.length));
  shown.href = footer.getAttribute("href").replace("booklets", "my-list");
  document.querySelector(".g-header__inner").appendChild(shown);
}

// Buttons of cards.
function id(button) {
  var card = button.closest(".g-card, .g-situation"), to = card.querySelector("a[href*='organisation/']");
  var path = card.id ? document.querySelector("[rel=canonical]").href + "#" + card.id : to.href;
  var found = /organisation\/([^/#]*?)(?:\.html)?#([^&]*)/.exec(path);
  return found[1] + "/" + found[2];
}
function paint(button) {
  var on = list.indexOf(button.kept) >= 0;
  button.classList.toggle("g-keep--on", on);
  button.firstChild.nodeValue = on ? words.on : button.first;
}
function repaint() { document.querySelectorAll("button.g-keep").forEach(paint); }
function touch(button) {
  var on = list.indexOf(button.kept) >= 0, note = document.querySelector(".g-keep__note") || make("p", "g-keep__note");
  note.setAttribute("role", "status");
  button.after(note);
  write(on ? list.filter(one => one !== button.kept) : list.concat(button.kept));
  repaint();
  note.textContent = on ? words.off : list.indexOf(button.kept) < 0 ? words.full : carried ? words.carried : words.stays;
}
function buttons() {
  document.querySelectorAll("button.g-keep").forEach(button => {
    button.kept = id(button);
    button.first = button.firstChild.nodeValue;
    button.onclick = () => { touch(button); };
    paint(button);
  });
  if (self.guideTouched) touch(self.guideTouched);
}

// The page of the list, which brings its own words.
function holds(table, key) { return table && typeof table[key] === "string"; }
function part(name) {
  for (var number = 0, i = 0; i < name.length; i++) number = (number * 31 + name.charCodeAt(i)) % 65536;
  return "list-" + language + "-" + number % mine.dataset.parts;
}
function file(id) { return facts[part(id.split("/")[0])]; }
// An organisation that has another name now is found under that one.
function current(id) {
  var parts = id.split("/"), known = file(id);
  return holds(known, parts[0]) ? known[parts[0]] + "/" + parts[1] : id;
}
function fetchFacts(some, done) {
  var wanted = new Set(some.map(id => part(current(id).split("/")[0])).filter(name => !facts[name] && !failed[name])), left = wanted.size;
  if (!left) { done(); return; }
  wanted.forEach(name => {
    var script = make("script");
    script.src = here + name.replace("-", "/") + ".js?" + mine.dataset.version;
    script.onload = script.onerror = () => {
      var late = name in failed;
      if (failed[name] === !facts[name]) return;
      failed[name] = !facts[name];
      if (late) page();
      else if (!--left) fetchFacts(some, done);
    };
    document.head.appendChild(script);
    // What hangs is said to be missing, and stands there once it comes after all.
    setTimeout(script.onerror, 8000);
  });
}
function page() {
  var given = ids(behind("list"));
  read();
  shared = given.length > 0;
  var some = shared ? given : list, good = some.filter(proper);
  cut = good.length > most;
  lost = some.length - good.length;
  good = good.slice(0, most);
  fetchFacts(good, () => {
    var now = Array.from(new Set(good.map(current)));
    var away = now.filter(id => failed[part(id.split("/")[0])]);
    var there = now.filter(id => holds(file(id), id));
    lost += now.length - there.length - away.length;
    show(there, away.length);
  });
}
function show(there, away) {
  mine.textContent = "";
  var status = make("p", "g-mine__status", mine), tools = make("div", "g-mine__tools", mine);
  status.setAttribute("role", "status");
  if (shared) {
    make("p", "", status, words.sent);
    press(tools, words.keep, () => { write(list.concat(there.filter(id => list.indexOf(id) < 0))); page(); });
    if (list.length) press(tools, words.own.replace("{n}", list.length), () => { shared = false; address(); page(); });
  } else if (!there.length && !away) make("p", "g-lead", status, words.empty);
  if (cut) make("p", "", status, words.cut.replace("{n}", most));
  if (lost) make("p", "", status, words.lost.replace("{n}", lost));
  if (away) make("p", "", status, words.away.replace("{n}", away));
  if (there.length) {
    press(tools, words.print, () => { print(); });
    press(tools, words.share, () => { share(there); });
  }
  if (!shared && list.length) press(tools, words.clear, clear);
  make("div", "g-mine__link", mine);
  if (!shared) make("p", "g-keep__note", mine, carried ? words.carried : words.stays);
  make("p", "g-mine__date", mine, words.printed.replace("{date}", new Date().toLocaleDateString(words.locale, { dateStyle: "long" })));
  var rows = make("ol", "g-cards g-mine__list", mine);
  there.forEach((id, i) => {
    var row = make("li", "g-card g-card--service", rows);
    row.innerHTML = file(id)[id];
    if (shared) return;
    var name = row.querySelector("h2").textContent, moves = make("div", "g-mine__moves", row);
    function move(by) {
      return () => {
        var next = there.slice();
        next.splice(i + by, 0, next.splice(i, 1)[0]);
        write(next);
        show(next, away);
        var pair = mine.querySelectorAll(".g-mine__moves")[i + by].children, same = by > 0 ? 1 : 0;
        pair[pair[same].disabled ? 1 - same : same].focus();
      };
    }
    press(moves, words.up, move(-1), name).disabled = !i;
    press(moves, words.down, move(1), name).disabled = i === there.length - 1;
    press(moves, words.remove, () => {
      write(list.filter(one => current(one) !== id));
      show(there.filter(one => one !== id), away);
      (mine.querySelectorAll(".g-mine__moves")[Math.min(i, there.length - 2)] || mine).lastChild.focus();
    }, name);
  });
  // The clock of the page looks at its hours again.
  dispatchEvent(new Event("pageshow"));
}
function share(there) {
  var url = (disk ? mine.dataset.address : location.href.split("#")[0]) + "#list=" + text(there);
  var box = mine.querySelector(".g-mine__link"), field;
  box.textContent = "";
  field = make("input", "g-search__input", make("label", "", box, words.link));
  field.readOnly = true;
  field.value = url;
  field.select();
  if (navigator.share) navigator.share({ url: url }).catch(() => {});
  else if (navigator.clipboard) navigator.clipboard.writeText(url).then(() => { make("p", "", box, words.copied); }, () => {});
}
// What was kept is gone at once; for a while the page itself remembers it.
function clear() {
  before = list;
  write([]);
  show([], 0);
  var undo = press(mine.querySelector(".g-mine__tools"), words.undo, () => { clearTimeout(timer); write(before); forget(); page(); });
  mine.querySelector(".g-lead").textContent = words.cleared;
  undo.focus();
  function forget() { before = null; undo.remove(); }
  timer = setTimeout(forget, 10000);
  addEventListener("pagehide", forget);
}

read();
link();
if (mine) { Object.assign(words, JSON.parse(mine.dataset.words)); page(); }
else buttons();
// Changed in another window, or on a page to which the browser goes back.
function again() {
  if (carried) return;
  if (mine) page();
  else { read(); link(); repaint(); }
}
addEventListener("storage", event => { if (!event.key || event.key === store) again(); });
addEventListener("pageshow", event => { if (event.persisted) again(); });
addEventListener("hashchange", () => {
  if (mine && behind("list")) page();
  else if (carried) address();
});
// From page to page in the address.
if (carried && others(location.hash)[0]) {
  var there = document.getElementById(others(location.hash)[0]);
  if (there) there.scrollIntoView();
}
["click", "auxclick", "contextmenu"].forEach(kind => {
  addEventListener(kind, event => {
    var to = carried && event.target.closest && event.target.closest("a[href]");
    if (!to || to.protocol !== location.protocol || to.host !== location.host || !/\.html$/.test(to.pathname) || to.pathname === location.pathname) return;
    to.hash = others(to.hash).concat(list.length ? "kept=" + text(list) : []).join("&");
  }, true);
});
