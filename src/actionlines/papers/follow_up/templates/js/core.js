// Data, the state kept in the address, and small helpers.
const $ = (id) => document.getElementById(id);
const data = JSON.parse($("data").textContent);
const STRENGTHS = ["decides", "requests", "invites", "encourages", "commits"];
const FORCES = ["decided", "proposed", "recommended", "restated"];
const PAGE = 50;
const LANG = document.documentElement.lang;
const RTL = document.documentElement.dir === "rtl";
// Words of the page by key, `{name}` filled in; plural forms stand in the order of the categories in `plurals`.
const t = (key, values = {}) => data.words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const rule = new Intl.PluralRules(LANG);
const number = { format: (n) => String(n).replace(/\B(?=(\d{3})+$)/g, data.words["number.group"]) };
function count(n, key) {
  const forms = data.words[`count.${key}`].split("|");
  const at = data.plurals.indexOf(rule.select(n));
  return forms[Math.min(at < 0 ? forms.length - 1 : at, forms.length - 1)].replace("{n}", number.format(n));
}

// A symbol that may be broken after a slash, and so never within a number.
const breakable = (text) => text.split("/").flatMap((part, at) => (at ? ["/", el("wbr"), part] : [part]));

// An element with properties and children; text is always set as text.
function el(tag, props, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "class") node.className = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== undefined && child !== null && child !== ""));
  return node;
}

const texts = new Map();
const isPacked = (index) => $(`text-${index}`).type !== "application/json";

// Texts of a long report are packed: the page opens sooner, and a text takes a moment when it is first shown.
async function unpack(index) {
  const script = $(`text-${index}`);
  const bytes = Uint8Array.from(atob(script.textContent), (one) => one.charCodeAt(0));
  script.textContent = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).text();
  script.type = "application/json";
}

// The text of one document, parsed when first needed.
function textOf(index) {
  if (!texts.has(index)) {
    const text = JSON.parse($(`text-${index}`).textContent);
    text.byId = new Map(text.p.map((line) => [line.i, line]));
    texts.set(index, text);
  }
  return texts.get(index);
}

const LISTS = ["asked", "strength", "force", "check", "made", "doc", "line", "goal"];
// The list of mandates without any filter.
const UNFILTERED = { ...Object.fromEntries(LISTS.map((key) => [key, []])), q: "", from: "", to: "", dated: "" };
const SINGLE = ["view", "q", "from", "to", "dated", "sort", "page", "open", "read", "at", "cited", "cpage", "dpage", "ppage", "upage"];
const state = {};

function readAddress() {
  const given = new URLSearchParams(location.hash.slice(1));
  for (const key of LISTS) state[key] = given.getAll(key);
  for (const key of SINGLE) state[key] = given.get(key) || "";
  // Without an address the first page; an address without a view is one of the list.
  if (!$(`view-${state.view}`)) state.view = location.hash.length > 1 ? "mandates" : "brief";
}

function address(changes) {
  const next = { ...state, ...changes };
  const out = new URLSearchParams();
  for (const key of ["view", ...LISTS, ...SINGLE.slice(1)]) {
    for (const value of Array.isArray(next[key]) ? next[key] : [next[key]]) if (value !== "") out.append(key, value);
  }
  return `#${out}`;
}

// Change the state: a new entry in the history when the reader moves, none while a filter is being typed.
function go(changes, replace) {
  const next = address(changes);
  if (next === location.hash) return;
  if (replace) {
    history.replaceState(null, "", next);
    readAddress();
    show();
  } else {
    location.hash = next;
  }
}

const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase();
const today = new Date().toISOString().slice(0, 10);
const inAYear = new Date(Date.now() + 365 * 864e5).toISOString().slice(0, 10);

function download(name, blob) {
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

// A cell for CSV: quoted, and never a formula (OWASP ASVS 1.2.10).
function csvCell(value) {
  let text = String(value);
  if (/^[=+\-@\t\r\n\0＝＋－＠]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
