// Words of a paragraph with marks: spans may lie within each other, so the text is cut at every edge.
function marked(whole, spans, onpick, notes = [], changes = []) {
  const points = [...whole]; // offsets count code points, as in the data
  const edges = new Set([0, points.length]);
  for (const span of spans) edges.add(Math.max(0, span.s)).add(Math.min(points.length, span.e));
  for (const [s, e] of changes) edges.add(Math.min(points.length, s)).add(Math.min(points.length, e));
  for (const [at] of notes) edges.add(Math.min(points.length, at));
  const cuts = [...edges].sort((a, b) => a - b);
  const out = document.createDocumentFragment();
  for (let i = 0; i + 1 < cuts.length; i += 1) {
    const [from, to] = [cuts[i], cuts[i + 1]];
    addNotes(out, notes, from, from);
    addDeleted(out, changes, from, from);
    const inserted = changes.find(([s, e]) => s < e && s <= from && e >= to);
    const text = points.slice(from, to).join("");
    const words = inserted ? el("ins", { title: inserted[3] ? t("page.inserted-by", { name: inserted[3] }) : t("page.inserted") }, text) : text;
    const over = spans.filter((span) => span.s <= from && span.e >= to);
    if (!over.length) {
      out.append(words);
      continue;
    }
    const kinds = [...new Set(over.flatMap((span) => span.k.split(" ")))];
    const mark = el("span", { class: `mk ${kinds.join(" ")}` }, words);
    if (onpick) mark.addEventListener("click", onpick);
    out.append(mark);
  }
  addNotes(out, notes, points.length, Infinity);
  addDeleted(out, changes, points.length, Infinity);
  return out;
}

// Marks of footnotes that stand at this place, each leading to its note.
function addNotes(out, notes, from, to) {
  for (const [at, label] of notes) {
    if (at >= from && at <= to) out.append(el("sup", { class: "note" }, el("a", { href: address({ view: "read", at: `fn-${label}` }), "aria-label": t("page.note-mark", { n: label }) }, label)));
  }
}

// Words that a tracked change took out, where they stood.
function addDeleted(out, changes, from, to) {
  for (const [s, e, words, author] of changes) {
    if (s === e && s >= from && s <= to) out.append(el("del", { title: author ? t("page.deleted-by", { name: author }) : t("page.deleted") }, words));
  }
}

// The spans of a mandate that lie in the paragraph with this id.
function spansOf(mandate, id) {
  const spans = [];
  for (const kind of ["verb", "addressee", "action", "due"]) {
    for (const [s, e, p] of mandate.m[kind]) if (p === id) spans.push({ s, e, k: kind });
  }
  return spans;
}

// A paragraph as a quotation; `lead` for the words that lead a list, when marks lie in them.
function quoted(document, id, spans, lead) {
  const line = textOf(document).byId.get(id);
  if (!line) return null;
  const about = data.documents[document];
  const quote = el("blockquote", { lang: about.lang || null, dir: about.lang ? about.dir : "auto", class: lead ? "lead" : null });
  if (line.n) quote.append(`${line.n} `);
  quote.append(marked(line.t, spans));
  return quote;
}

function quotes(mandate) {
  const places = new Set(Object.values(mandate.m).flat().map((span) => span[2]));
  places.delete(mandate.p);
  const lead = [...places].map((id) => quoted(mandate.d, id, spansOf(mandate, id), true));
  return [...lead, el("div", { class: "quote" }, quoted(mandate.d, mandate.p, [...spansOf(mandate, mandate.p), ...evidenceSpans(textOf(mandate.d).byId.get(mandate.p) || {})], false))];
}

function legend(kinds) {
  return el("ul", { class: "marks", "aria-label": t("page.legend") }, kinds.map((kind) => el("li", {}, el("span", { class: `mk ${kind}` }, t(`page.mark-${kind.split(" ").at(-1)}`)))));
}
