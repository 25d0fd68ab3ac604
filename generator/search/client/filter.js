// Narrows a list of cards by what they say of themselves: free, no referral, no steps, a language, a group of people.
// Only harmless choices enter the address, so that a link can be shared; whom help is for never does.
var cards = Array.from(document.querySelectorAll(".g-cards .g-card:not(.g-card--service)")), facets = new Map(), chosen = new Set();
cards.forEach(card => {
  function add(word, harmless) {
    if (!word) return;
    if (!facets.has(word)) facets.set(word, { cards: new Set(), harmless: harmless });
    facets.get(word).cards.add(card);
  }
  card.querySelectorAll(".g-good li").forEach(item => { add(item.textContent.trim(), true); });
  var facts = (card.querySelector(".g-card__facts") || card).dataset;
  (facts.also || "").split("|").forEach(word => { add(word, true); });
  (facts.whom || "").split("|").forEach(word => { add(word, false); });
});
facets.forEach((facet, word) => { if (facet.cards.size === cards.length) facets.delete(word); });
// Six at most, those of most cards: on a phone more of them would push the first number off the screen.
Array.from(facets.keys()).sort((one, other) => facets.get(other).cards.size - facets.get(one).cards.size).slice(6)
  .forEach(word => facets.delete(word));
if (!facets.size) return;

function make(tag, name, parent, text) {
  var node = document.createElement(tag);
  node.className = "g-filter" + name;
  node.textContent = text || "";
  parent.appendChild(node);
  return node;
}
var box = document.createElement("fieldset"), status;
box.className = "g-filter";
make("legend", "__title", box, words.only);
var asked = location.hash.indexOf("#only=") ? [] : decodeURIComponent(location.hash.slice(6)).split("|");
facets.forEach((facet, word) => {
  var button = make("button", "__one", box, word + " (" + facet.cards.size + ")");
  button.type = "button";
  if (facet.harmless && asked.indexOf(word) >= 0) chosen.add(word);
  function say() { button.setAttribute("aria-pressed", String(chosen.has(word))); }
  button.addEventListener("click", () => {
    if (!chosen.delete(word)) chosen.add(word);
    say();
    show();
  });
  say();
});
status = make("p", "__status", box);
status.setAttribute("role", "status");
cards[0].closest(".g-cards").before(box);

function show() {
  var count = 0, shared = Array.from(chosen).filter(word => facets.get(word).harmless);
  cards.forEach(card => {
    card.hidden = Array.from(chosen).some(word => !facets.get(word).cards.has(card));
    if (!card.hidden) count++;
  });
  status.textContent = chosen.size ? words.shown.replace("{n}", count) : "";
  var address = location.href.split("#")[0] + (shared.length ? "#only=" + encodeURIComponent(shared.join("|")) : "");
  if (shared.length || !location.hash.indexOf("#only=")) history.replaceState(null, "", address);
}
show();
