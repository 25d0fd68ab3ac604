// The editor reads and writes the guide's YAML itself: Decap's own writer would lose comments, quotes and the order of
// fields, so that a reviewer could not see what changed. Here only the values that someone changed are written anew.
import { isMap, isScalar, isSeq, parseDocument } from "./yaml/browser/index.js";

const facts = JSON.parse(document.getElementById("facts").textContent);
const originals = new Map(); // ids of the organisations in a file -> its text

const list = (value) => value?.organisations ?? [];
const key = (data) => list(data).map((each) => each?.id ?? "").join("\n");

/** What the forms of the editor can show: a phone is always a mapping, a text has its languages. */
function forForm(value, name = "") {
  if (Array.isArray(value)) return value.map((each) => (name === "phones" && typeof each !== "object" ? { number: String(each) } : forForm(each)));
  if (facts.texts.includes(name) && typeof value === "string") return { [facts.languages[0]]: value };
  if (value === null || typeof value !== "object") return value === null || value === undefined ? value : String(value);
  return Object.fromEntries(Object.entries(value).map(([inner, each]) => [inner, forForm(each, inner)]));
}

/** What a file holds: nothing that was left empty, and a phone without details as plain text. */
function forFile(value, name = "") {
  if (Array.isArray(value)) {
    const kept = value.map((each) => forFile(each)).filter((each) => each !== undefined);
    if (name !== "phones") return kept.length ? kept : undefined;
    return kept.length ? kept.map((each) => (Object.keys(each).join() === "number" ? each.number : each)) : undefined;
  }
  if (value === null || value === undefined || value === "") return undefined;
  if (typeof value !== "object") return String(value);
  const pairs = Object.entries(value).map(([inner, each]) => [inner, forFile(each, inner)]).filter(([, each]) => each !== undefined);
  return pairs.length ? Object.fromEntries(pairs) : undefined;
}

/** Writes `value` into `node` where it differs, and hands back the node that now stands there. */
function merged(doc, node, value, name = "") {
  if (isMap(node) && value && typeof value === "object" && !Array.isArray(value)) {
    for (const pair of [...node.items]) {
      const empty = isScalar(pair.value) && pair.value.source === "null"; // `verified: null` says: nobody has yet
      if (!(pair.key.value in value) && !empty) node.delete(pair.key.value);
    }
    for (const [inner, each] of Object.entries(value)) {
      const old = node.get(inner, true);
      if (old) node.set(inner, merged(doc, old, each, inner));
      else insert(doc, node, inner, each);
    }
    return node;
  }
  if (isSeq(node) && Array.isArray(value)) {
    const left = [...node.items];
    node.items = value.map((each, index) => {
      const same = left.findIndex((old) => old && is(old, each));
      const old = same >= 0 ? left[same] : left.length === value.length ? left[index] : undefined;
      if (same >= 0) left[same] = null;
      return old ? merged(doc, old, each, name) : created(doc, each, name);
    });
    return node;
  }
  if (isScalar(node) && typeof value === "string") {
    if (String(node.source ?? node.value) !== value) Object.assign(node, { value, source: value });
    return node;
  }
  return created(doc, value, name);
}

/** Whether a node of a list is the item that a value describes. */
const is = (node, value) =>
  isMap(node) ? value?.id !== undefined && String(node.get("id")) === value.id : isScalar(node) && String(node.source ?? node.value) === value;

/** Puts a new field where the schema has it. */
function insert(doc, map, name, value) {
  const place = facts.order.indexOf(name);
  const after = map.items.findIndex((pair) => facts.order.indexOf(pair.key.value) > place);
  const pair = doc.createPair(name, created(doc, value, name));
  map.items.splice(place < 0 || after < 0 ? map.items.length : after, 0, pair);
}

/** A new node: bare where the guide's files have bare values, in quotes otherwise. */
function created(doc, value, name) {
  const node = doc.createNode(value);
  const quote = (each, inner) => {
    if (isMap(each)) each.items.forEach((pair) => quote(pair.value, pair.key.value));
    else if (isSeq(each)) each.items.forEach((item) => quote(item, inner));
    else if (isScalar(each)) each.type = facts.bare.includes(inner) ? "PLAIN" : "QUOTE_DOUBLE";
  };
  quote(node, name);
  return node;
}

const settings = { keepSourceTokens: false, schema: "failsafe", uniqueKeys: true };
const written = { lineWidth: 0, flowCollectionPadding: false, nullStr: "null" };

function fromText(text) {
  const doc = parseDocument(text, settings);
  const data = doc.toJS() ?? {};
  const nothing = (value) => (value === "null" || value === "~" ? null : value);
  const plain = JSON.parse(JSON.stringify(data), (_name, value) => nothing(value));
  originals.set(key(plain), text);
  return forForm(plain);
}

function toText(data) {
  const value = forFile(data) ?? {};
  const ids = new Set(list(value).map((each) => each.id));
  const shared = (known) => known.split("\n").filter((id) => id && ids.has(id)).length;
  const best = [...originals.keys()].sort((a, b) => shared(b) - shared(a))[0];
  if (best === undefined || !shared(best)) {
    const doc = parseDocument("organisations: []\n", settings);
    doc.contents.items[0].value = created(doc, list(value), "organisations");
    return doc.toString(written);
  }
  const doc = parseDocument(originals.get(best), settings);
  doc.contents = merged(doc, doc.contents, value);
  return doc.toString(written);
}

window.guideFormats = { fromText, toText }; // for the tests
window.CMS.registerCustomFormat("guide-file", "yaml", { fromFile: fromText, toFile: (data) => toText(data) });
const others = new Map(); // id of the first organisation in a file of its own -> those that somebody put behind it
window.CMS.registerCustomFormat("guide-record", "yaml", {
  fromFile: (text) => {
    const [first, ...rest] = list(fromText(text));
    others.set(first?.id, rest);
    return first ?? {};
  },
  toFile: (data) => toText({ organisations: [data, ...(others.get(data.id) ?? [])] }),
});
window.CMS.registerLocale(facts.locale, window.CMS.getLocale(facts.locale) ?? {});
window.CMS.init();
