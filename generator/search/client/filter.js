// Narrows a list of cards by what they say of themselves: place, free, no referral, no steps, a language, whom it is for.
// Only harmless choices enter the address, so that a link can be shared; whom help is for never does.
var cards = Array.from(document.querySelectorAll(".g-cards .g-card:not(.g-card--service)")), facets = new Map(), chosen = new Set();
function add(kind, word, card) {
  var key = kind + word;
  if (!word) return;
  if (!facets.has(key)) facets.set(key, { kind: kind, word: word, cards: new Set() });
  facets.get(key).cards.add(card);
}
cards.forEach(card => {
  var facts = (card.querySelector(".g-card__facts") || card).dataset;
  add("@", facts.area, card);
  card.querySelectorAll(".g-good li").forEach(item => add("", item.textContent.trim(), card));
  (facts.also || "").split("|").forEach(word => add("", word, card));
  (facts.whom || "").split("|").forEach(word => add("!", word, card));
});
facets.forEach((facet, key) => { if (facet.cards.size === cards.length) facets.delete(key); });
// Twelve at most, those of most cards: nobody reads more.
var all = Array.from(facets.values()).sort((one, other) => other.cards.size - one.cards.size);
var areas = all.filter(facet => facet.kind === "@").sort((one, other) => one.word.localeCompare(other.word, document.documentElement.lang));
var others = all.filter(facet => facet.kind !== "@").slice(0, 12);
if (!areas.length && !others.length) return;

// As in list.js: the two are loaded apart, and nothing that they share would be there without the other.
function make(tag, name, parent, text) {
  var node = document.createElement(tag);
  if (name) node.className = name;
  if (text) node.textContent = text;
  if (parent) parent.appendChild(node);
  return node;
}
var list = cards[0].closest(".g-cards"), box = make("details", "g-filter"), title = make("summary", "g-filter__title g-button", box, words.filters);
var asked = [], says = [];
try { asked = location.hash.indexOf("#only=") ? [] : decodeURIComponent(location.hash.slice(6)).split("|"); } catch (cutOff) { /* half an address asks for nothing */ }

function choose(facet, wanted) {
  if (wanted) chosen.add(facet);
  else chosen.delete(facet);
}
if (areas.length) {
  var label = make("label", "g-filter__place", box, words.place + " "), select = make("select", "g-filter__one", label);
  make("option", "", select, words.everywhere).value = "";
  areas.forEach(facet => { make("option", "", select, facet.word + " (" + facet.cards.size + ")").value = facet.word; });
  // What has no place of its own is reached by phone from everywhere.
  cards.forEach(card => {
    if (!areas.some(facet => facet.cards.has(card))) areas.forEach(facet => facet.cards.add(card));
  });
  select.addEventListener("change", () => {
    areas.forEach(facet => choose(facet, facet.word === select.value));
    show();
  });
  says.push(() => { select.value = (areas.find(facet => chosen.has(facet)) || { word: "" }).word; });
}
if (others.length) {
  var group = make("fieldset", "g-filter__group", box);
  make("legend", "", group, words.only);
  others.forEach(facet => {
    var button = make("button", "g-filter__one", group, facet.word + " (" + facet.cards.size + ")");
    button.type = "button";
    button.addEventListener("click", () => {
      choose(facet, !chosen.has(facet));
      show();
    });
    says.push(() => button.setAttribute("aria-pressed", String(chosen.has(facet))));
  });
}
// How many are left stands outside: it is read and printed when the choices are folded away.
var line = make("div", "g-filter__line"), status = make("p", "", line), undo = make("button", "g-button", line, words.all);
status.setAttribute("role", "status");
undo.type = "button";
undo.addEventListener("click", () => {
  chosen.clear();
  show();
  title.focus();
});
// Beside the line that counts the places, where there is one.
var above = list.previousElementSibling;
(above && above.matches(".g-place") ? above : list).before(box);
list.before(line);

areas.concat(others).forEach(facet => { choose(facet, facet.kind !== "!" && asked.indexOf(facet.word) >= 0); });
function show() {
  var count = 0, picked = Array.from(chosen), shared = picked.filter(facet => facet.kind !== "!").map(facet => facet.word);
  cards.forEach(card => {
    card.hidden = picked.some(facet => !facet.cards.has(card));
    if (!card.hidden) count++;
  });
  says.forEach(say => say());
  title.textContent = words.filters + (picked.length ? " (" + picked.length + ")" : "");
  undo.hidden = !picked.length;
  status.textContent = picked.length
    ? words.shown.replace("{n}", count).replace("{all}", cards.length).replace("{filters}", picked.map(facet => facet.word).join(", ")) : "";
  var address = location.href.split("#")[0] + (shared.length ? "#only=" + encodeURIComponent(shared.join("|")) : "");
  if (shared.length || !location.hash.indexOf("#only=")) history.replaceState(null, "", address);
}
show();
