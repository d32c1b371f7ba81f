// The instrument's text: numbers in the margin, marks under the words, details beside the paragraph.
let shownText = -1;
let marksAt = [];
let marksOf = new Map();
let painted = "";

const readerIndex = () => Math.min(Math.max(0, Number(state.read) || 0), data.documents.length - 1);

function showReader() {
  const index = readerIndex();
  $("r-doc").value = String(index);
  if (shownText !== index) {
    renderText(index);
    shownText = index;
  }
  $("text").classList.toggle("no-mandates", !$("r-mandates").checked);
  $("text").classList.toggle("no-citations", !$("r-citations").checked);
  $("text").classList.toggle("with-aligned", Boolean($("r-aligned")?.checked));
  if (painted) paintLine(painted, null);
  painted = "";
  document.querySelectorAll("#text .line.at").forEach((line) => line.classList.remove("at"));
  const line = state.at ? $(`p-${state.at}`) : null;
  const panel = $("read-panel");
  panel.hidden = !line;
  if (!line) return;
  line.classList.add("at");
  panel.hidden = !line.querySelector("[data-at]");
  showDetails(index, state.at, panel);
  if (narrow.matches) line.after(panel);
  else $("read-work").append(panel);
  panel.focus({ preventScroll: true });
  // Paragraphs off the screen have an estimated height until they are drawn: the place is right the second time.
  const there = () => line.scrollIntoView({ block: narrow.matches ? "start" : "center" });
  there();
  requestAnimationFrame(() => requestAnimationFrame(there));
}

function renderText(index) {
  const text = textOf(index);
  const about = data.documents[index];
  const mandates = new Map();
  const marks = new Map();
  const add = (map, key, value) => map.set(key, [...(map.get(key) || []), value]);
  data.mandates.forEach((mandate, position) => {
    if (mandate.d !== index) return;
    add(mandates, mandate.p, position);
    for (const [kind, spans] of Object.entries(mandate.m)) for (const [s, e, p] of spans) add(marks, p, { s, e, k: `mandate ${kind}` });
  });
  const cites = new Set();
  for (const one of text.c) {
    cites.add(one.p);
    add(marks, one.p, { s: one.s, e: one.e, k: "cite" });
  }
  for (const line of text.p) for (const span of evidenceSpans(line)) add(marks, line.i, span);
  marksOf = marks;
  painted = "";
  const tables = new Map();
  for (const one of text.t) add(tables, one.a, one);
  marksAt = text.p.filter((line) => mandates.has(line.i)).map((line) => line.i);
  const nodes = [...(tables.get("") || []).map(gridNode)];
  for (const line of text.p) {
    nodes.push(lineNode(line, mandates.get(line.i) || [], marks.get(line.i) || [], cites.has(line.i)));
    nodes.push(...(tables.get(line.i) || []).map(gridNode));
  }
  const article = $("text");
  if (about.lang) article.lang = about.lang;
  article.dir = about.dir;
  $("read-panel").dir = document.documentElement.dir;
  article.replaceChildren(...nodes);
  const none = !marksAt.length;
  $("r-previous").disabled = none;
  $("r-next").disabled = none;
}

// The words of one label marked in the text itself; all marks again when none is chosen.
function paintLine(id, one) {
  const line = textOf(shownText).byId.get(id);
  const text = $(`p-${id}`)?.lastChild.firstChild;
  if (!text) return;
  text.replaceChildren(marked(line.t, one ? evidenceSpans(line, one) : marksOf.get(id) || [], () => go({ at: id }), line.f, line.d));
  painted = one ? id : "";
}

function lineNode(line, mandates, marks, cites) {
  const details = mandates.length || cites || line.a?.length;
  const pick = details ? () => go({ at: line.i }) : undefined;
  const name = line.n || (line.k === "footnote" ? line.i.slice(3) : details ? "¶" : "");
  const margin = details
    ? el("a", { href: address({ view: "read", at: line.i }), "data-at": line.i, "aria-label": `${line.w}: ${[mandates.length ? count(mandates.length, "mandate") : "", cites ? t("col.citations") : "", line.a?.length ? `${t("col.aligned")} ${listed(line.a)}` : ""].filter(Boolean).join(", ")}` }, name)
    : name;
  if (details) margin.addEventListener("click", (event) => { event.preventDefault(); go({ at: line.i }); });
  const level = line.k === "heading" ? Math.min(6, 2 + (line.l || 1)) : 0;
  return el("div", { class: `line ${line.k} level-${level ? 0 : Math.min(3, line.l || 0)}`, id: `p-${line.i}` },
    el("div", { class: "margin" }, margin, mandates.length ? el("span", { class: "count", "aria-hidden": "true", lang: LANG, dir: RTL ? "rtl" : "ltr" }, count(mandates.length, "mandate")) : null),
    el("div", {}, el(level ? `h${level}` : "p", {}, marked(line.t, marks, pick, line.f, line.d)), line.a?.length ? el("p", { class: "small aligned", lang: LANG, dir: RTL ? "rtl" : "ltr" }, `${t("col.aligned")}: ${listed(line.a)}`) : null));
}

function gridNode(grid) {
  return el("div", { class: "line" }, el("div", { class: "margin" }), el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": grid.c || t("page.table") },
    el("table", {}, grid.c ? el("caption", {}, grid.c) : null, el("tbody", {}, grid.r.map((row) => el("tr", {}, row.map(([cell, columns, lines]) => el("td", { class: /^[\s\d().,%–-]+$/.test(cell) ? "num" : null, colspan: columns > 1 ? columns : null, rowspan: lines > 1 ? lines : null }, cell))))))));
}

function showDetails(index, id, panel) {
  const line = textOf(index).byId.get(id);
  const mandates = data.mandates.map((mandate, at) => [mandate, at]).filter(([mandate]) => mandate.d === index && mandate.p === id);
  const cites = textOf(index).c.filter((one) => one.p === id);
  const blocks = mandates.map(([mandate, at]) => [
    factList(mandate),
    el("p", {}, el("a", { href: address({ view: "mandates", open: String(at), ...UNFILTERED }) }, t("page.in-list"))), el("hr"),
  ]);
  panel.replaceChildren(
    el("h3", { id: "read-title" }, el("bdi", {}, breakable(data.documents[index].label)), `, ${line.w}`),
    ...alignment(index, id, (one) => paintLine(id, one)),
    mandates.length ? el("h4", {}, count(mandates.length, "mandate")) : "",
    ...blocks.flat().filter(Boolean),
    cites.length ? el("h4", {}, count(cites.length, "citation")) : "",
    el("ul", {}, cites.map((one) => el("li", {}, el("span", { dir: "auto" }, `“${one.q}”`), ` ${RTL ? "←" : "→"} `, el("a", { href: address({ view: "citations", cited: one.i, open: "" }) }, one.n || breakable(one.c)), one.n ? [" (", breakable(one.c), ")"] : ""))),
    el("div", { class: "actions" }, el("button", { type: "button", onclick: () => { const back = state.at; go({ at: "" }); setTimeout(() => document.querySelector(`#text [data-at="${CSS.escape(back)}"]`)?.focus(), 0); } }, t("page.close"))),
  );
}

function listenToReader() {
  if (!$("r-doc")) return;
  $("r-doc").addEventListener("change", () => go({ read: $("r-doc").value, at: "" }));
  for (const id of ["r-mandates", "r-citations", "r-aligned"]) $(id)?.addEventListener("change", () => {
    $("text").classList.toggle("with-aligned", Boolean($("r-aligned")?.checked));
    $("text").classList.toggle("no-mandates", !$("r-mandates").checked);
    $("text").classList.toggle("no-citations", !$("r-citations").checked);
  });
  const jump = (by) => {
    const now = marksAt.indexOf(state.at);
    const next = now < 0 ? (by > 0 ? 0 : marksAt.length - 1) : (now + by + marksAt.length) % marksAt.length;
    go({ at: marksAt[next] });
  };
  $("r-next").addEventListener("click", () => jump(1));
  $("r-previous").addEventListener("click", () => jump(-1));
}
