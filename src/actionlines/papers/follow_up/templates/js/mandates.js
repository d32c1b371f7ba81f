// The list of mandates and the paragraph beside it.
let rowsFound = [];

function showMandates() {
  if (!$("work")) return;
  const total = data.mandates.length;
  const judged = verdicts();
  rowsFound = found(judged);
  showFilters(judged);
  $("found").textContent = rowsFound.length === total ? count(total, "mandate") : t("of", { found: number.format(rowsFound.length), total: count(total, "mandate") });
  $("take-csv").disabled = !rowsFound.length;
  const panel = $("panel");
  panel.remove();
  const several = data.documents.length > 1;
  const columns = [
    { name: t("col.where"), class: "c-where", head: true, cell: (at) => el("a", { href: address({ open: String(at) }), "data-open": at }, several ? whereNodes(data.mandates[at]) : data.mandates[at].w) },
    { name: t("col.verb"), class: "c-verb", sort: "strength", cell: (at) => verb(data.mandates[at]) },
    { name: t("col.asked"), class: "c-asked", sort: "asked", label: `${t("col.asked")}:`, cell: (at) => [askedShort(data.mandates[at]), checkMark(data.mandates[at], "addressees")] },
    { name: t("col.what"), cell: (at) => [what(data.mandates[at]), checkMark(data.mandates[at], "action")] },
    { name: t("col.product"), class: "c-due", sort: "due", cell: (at) => product(data.mandates[at]) },
    { name: t("col.aligned"), class: "c-aligned", label: `${t("col.aligned")}:`, cell: (at) => chips(data.mandates[at]) },
  ];
  if (!data.aligned) columns.pop();
  const open = state.open === "" ? -1 : Number(state.open);
  let content;
  if (rowsFound.length) {
    if (state.open !== "" && rowsFound.includes(open) && lastOpen !== open) state.page = String(Math.floor(rowsFound.indexOf(open) / PAGE) + 1);
    content = table({ caption: t("part.mandates"), quiet: true, columns, rows: rowsFound, page: state.page, pageKey: "page", onrow: (at) => go({ open: String(at) }), current: (at) => at === open, cards: true });
  } else {
    const reversed = state.from && state.to && state.from > state.to;
    content = el("p", { class: "empty" }, t(reversed ? "page.reversed" : "page.none-pass"), " ", el("button", { type: "button", class: "link", onclick: () => $("clear").click() }, t("page.clear")));
  }
  put($("mandates-table"), content);
  showPanel(open, panel);
}

function what(mandate) {
  const about = data.documents[mandate.d];
  return el("span", { class: "what", lang: about.lang || null, dir: "auto" }, mandate.x);
}

const verb = (mandate) => [el("b", { lang: data.documents[mandate.d].lang || null }, mandate.v), " ", el("span", { class: `chip strength ${mandate.s}` }, strengthName(mandate.s)), " ", forceChip(mandate), checkMark(mandate, "verb")];

// What is to be delivered, to whom, by when: "report → CSTD", "Due 2027".
function product(mandate) {
  const to = mandate.r.length ? [el("span", { "aria-hidden": "true" }, RTL ? " ← " : " → "), el("span", { class: "vh" }, ` ${t("page.to-body")} `), mandate.r.flatMap((id, at) => [at ? ", " : "", bodyNode(id)])] : [];
  const made = mandate.f || to.length ? el("span", { class: "made" }, madeName(mandate.f), to) : null;
  const checks = ["deliverable", "report_to", "due"].map((field) => checkMark(mandate, field, true));
  return [made, mandate.u.length ? el("span", { class: "when" }, dueLabel(mandate), " ", nearness(mandate)) : null, checks];
}

// The marks that stand in the quoted paragraph; those of one label alone when it is chosen.
function markLegend(mandate, one) {
  const line = textOf(mandate.d).byId.get(mandate.p);
  const kinds = one ? [...new Set(evidenceSpans(line, one).map((span) => span.k))].sort() : ["verb", "addressee", "action", "due"].filter((kind) => mandate.m[kind].length);
  if (!one && line && evidenceSpans(line).length) kinds.push("al");
  return legend(kinds);
}

function paint(panel, mandate, one) {
  const line = textOf(mandate.d).byId.get(mandate.p);
  const spans = one ? evidenceSpans(line, one) : [...spansOf(mandate, mandate.p), ...evidenceSpans(line)];
  panel.querySelector(".quote").replaceChildren(quoted(mandate.d, mandate.p, spans, false));
  panel.querySelector(".quote-legend").replaceChildren(markLegend(mandate, one));
}

let lastOpen = -1;
function showPanel(open, panel) {
  const mandate = data.mandates[open];
  panel.hidden = !mandate;
  $("work").classList.toggle("open", Boolean(mandate));
  const row = document.querySelector(`#mandates-table [data-open="${open}"]`)?.closest("tr");
  place(panel, row, $("work"));
  if (!mandate) {
    if (lastOpen >= 0 && state.view === "mandates") document.querySelector(`#mandates-table [data-open="${lastOpen}"]`)?.focus();
    lastOpen = -1;
    return;
  }
  const at = rowsFound.indexOf(open);
  const step = (to, name) => el("button", { type: "button", disabled: rowsFound[to] === undefined, onclick: () => go({ open: String(rowsFound[to]) }, true) }, name);
  panel.replaceChildren(
    el("h3", { id: "panel-title" }, whereNodes(mandate)),
    ...quotes(mandate),
    el("div", { class: "quote-legend" }, markLegend(mandate)),
    ...alignment(mandate.d, mandate.p, (one) => paint(panel, mandate, one)),
    factList(mandate),
    el("div", { class: "actions" },
      el("a", { href: address({ view: "read", read: String(mandate.d), at: mandate.p }) }, t("page.read-in-text")),
      el("button", { type: "button", class: "link", onclick: (event) => copy(event.target, mandate) }, t("page.copy"))),
    el("div", { class: "actions" }, step(at - 1, t("page.previous")), step(at + 1, t("page.following")), el("button", { type: "button", onclick: () => go({ open: "" }) }, t("page.close"))),
  );
  if (lastOpen !== open) {
    const fromPanel = lastOpen >= 0 && document.activeElement === document.body;
    lastOpen = open;
    if (state.view === "mandates") panel.focus({ preventScroll: !fromPanel });
    if (narrow.matches) row?.scrollIntoView({ block: "start" });
    else panel.scrollIntoView({ block: "nearest" });
  }
}

async function copy(button, mandate) {
  const line = textOf(mandate.d).byId.get(mandate.p);
  const text = `“${line ? line.t : mandate.x}” (${where(mandate)})`;
  try {
    await navigator.clipboard.writeText(text);
    button.textContent = t("page.copied");
  } catch {
    button.textContent = t("page.no-copy");
  }
}

function takeCsv() {
  const head = ["document", "paragraph", "strength", "verb", "asked", "action", "deliverable", "due", "due-sorted", "reports", "aligned", "force", "checks"].map((key) => t(`col.${key}`));
  const rows = rowsFound.map((at) => data.mandates[at]).map((m) => [data.documents[m.d].label, m.p, strengthName(m.s), m.v, asked(m), m.x, madeName(m.f), dueLabel(m), m.o, bodyShorts(m.r).join("; "), listed(m.a), forceName(m.k), checkLine(m)]);
  const text = [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
  download("mandates-shown.csv", new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }));
}
