// The other parts: what falls due, who is asked, citations.
function toMandate(at, name) {
  return el("a", { href: address({ view: "mandates", open: String(at), ...UNFILTERED }) }, name);
}

// What comes next by the reader's own clock, of what is decided; of all where nothing is.
function showNext() {
  const only = data.mandates.some((mandate) => mandate.k === "decided");
  const counted = data.due.map(([, , at]) => data.mandates[at]).filter((mandate) => !only || mandate.k === "decided");
  const next = counted.flatMap((mandate) => mandate.u.filter((due) => due[2] >= today && due[2]).map((due) => [due[2], due[0], mandate])).sort((a, b) => a[0].localeCompare(b[0]))[0];
  if (!next) return;
  const [, label, mandate] = next;
  $("next").replaceChildren(`${t("page.next")} `, toMandate(data.mandates.indexOf(mandate), [`${label}, `, ...whereNodes(mandate)]), ", ", el("bdi", {}, askedShort(mandate)), ".");
}

// Whether the dates of the first page are passed or near, by the reader's own clock.
function showBrief() {
  for (const cell of document.querySelectorAll("[data-near]")) {
    const chip = nearness(data.mandates[Number(cell.dataset.near)]);
    if (chip && !cell.querySelector(".chip")) cell.append(" ", chip);
  }
}

function showDue() {
  const columns = [
    { name: t("col.due"), class: "c-due", head: true, cell: ([, label, at]) => [label, " ", nearness(data.mandates[at])] },
    { name: t("col.asked"), class: "c-asked", label: `${t("col.asked")}:`, cell: ([, , at]) => askedShort(data.mandates[at]) },
    { name: t("col.what"), cell: ([, , at]) => [what(data.mandates[at]), forceChip(data.mandates[at]), checkMark(data.mandates[at], "due", true)] },
    { name: t("col.where"), class: "c-where", cell: ([, , at]) => toMandate(at, whereNodes(data.mandates[at])) },
  ];
  if ($("due-table")) {
    const passed = data.due.filter((row) => row[3] && row[3] < today);
    const coming = data.due.filter((row) => row[3] >= today && row[3]);
    $("h-coming").hidden = !passed.length;
    if (coming.length) put($("due-table"), table({ caption: t("caption.due"), columns, rows: coming, page: state.dpage, pageKey: "dpage", cards: true }));
    else $("due-table").replaceChildren(el("p", { class: "empty" }, t("empty.coming")));
    $("passed").hidden = !passed.length;
    $("passed").open = printing || $("passed").open;
    $("passed").querySelector("summary").textContent = t("page.passed", { n: number.format(passed.length) });
    put($("passed-table"), table({ caption: t("caption.passed"), columns, rows: passed.reverse(), page: state.ppage, pageKey: "ppage", cards: true }));
  }
  const undated = [];
  data.mandates.forEach((mandate, at) => mandate.u.forEach((due) => { if (!due[2]) undated.push(["", due[0], at]); }));
  if (undated.length) put($("undated-table"), el("div", {}, el("h3", {}, t("page.undated")), table({ caption: t("caption.undated"), columns, rows: undated, page: state.upage, pageKey: "upage", cards: true })));
}

function showAsked() {
  if (!$("asked-table")) return;
  const cell = (place) => (row) => (row[place] ? number.format(row[place]) : "");
  const apart = FORCES.slice(1).map((name, place) => [name, place + 3 + STRENGTHS.length]).filter(([, place]) => data.asked.some((row) => row[place]));
  const columns = [
    { name: t("col.body"), head: true, cell: (row) => el("a", { href: address({ view: "mandates", ...UNFILTERED, asked: [row[0]], open: "", page: "" }) }, bodyNode(row[0])) },
    { name: apart.length ? forceName("decided") : t("col.mandates"), class: "num", cell: cell(2) },
    ...STRENGTHS.map((name, place) => ({ name: strengthName(name), class: "num", cell: cell(place + 3) })),
    ...apart.map(([name, place]) => ({ name: forceName(name), class: "num", cell: cell(place) })),
  ];
  const box = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": t("page.bodies-region") }, table({ caption: t("caption.asked"), columns, rows: data.asked, page: "1", pageKey: "apage" }));
  put($("asked-table"), box);
}

function showCited() {
  if (!$("cited-table")) return;
  const label = (index) => data.documents[index].label;
  const columns = [
    { name: t("col.instrument"), head: true, cell: (one) => el("a", { href: address({ cited: one.i }), "data-cited": one.i }, breakable(one.i)) },
    { name: t("col.name"), class: "c-name", cell: (one) => el("bdi", {}, one.w) },
    { name: t("col.citations"), class: "num c-count", label: `${t("col.citations")}:`, cell: (one) => number.format(one.n) },
    { name: t("col.cited-by"), label: `${t("col.cited-by")}:`, cell: (one) => (one.d.length > 3 ? `${one.d.slice(0, 2).map(label).join(", ")} ${t("more", { n: one.d.length - 2 })}` : one.d.map(label).join(", ")) },
    { name: t("col.read"), class: "c-count", cell: (one) => (one.r === null ? "" : el("a", { href: address({ view: "read", read: String(one.r), at: "" }) }, t("page.read-it"))) },
  ];
  if (data.documents.length === 1) columns.splice(3);
  const panel = $("cited-panel");
  panel.remove();
  const at = data.cited.findIndex((one) => one.i === state.cited);
  if (at >= 0 && shownCited !== state.cited) state.cpage = String(Math.floor(at / PAGE) + 1);
  put($("cited-table"), table({ caption: t("caption.cited"), columns, rows: data.cited, page: state.cpage, pageKey: "cpage", onrow: (one) => go({ cited: one.i }), current: (one) => one.i === state.cited, cards: true }));
  showCitedPanel(data.cited[at], panel);
}

// The documents whose citations of an instrument are shown.
const citing = (one) => one.d.slice(0, 40);
let shownCited = "";
function showCitedPanel(one, panel) {
  panel.hidden = !one;
  $("cited-work").classList.toggle("open", Boolean(one));
  const row = one ? document.querySelector(`[data-cited="${CSS.escape(one.i)}"]`)?.closest("tr") : null;
  place(panel, row, $("cited-work"));
  if (!one) {
    shownCited = "";
    return;
  }
  const places = citing(one).flatMap((index) => textOf(index).c.filter((cite) => cite.i === one.i).slice(0, 20).map((cite) => {
    const line = textOf(index).byId.get(cite.p);
    return el("li", {}, el("a", { href: address({ view: "read", read: String(index), at: cite.p }) }, `${data.documents[index].label}${line ? `, ${line.w}` : ""}`), ": ", el("span", { dir: "auto" }, `“${cite.q}”`), cite.c === one.i ? "" : ` (${cite.c})`);
  }));
  panel.replaceChildren(
    el("h3", { id: "cited-title" }, breakable(one.i)),
    one.w ? el("p", { dir: "auto" }, one.w) : "",
    one.u ? el("p", {}, el("a", { href: one.u, rel: "noreferrer noopener", target: "_blank" }, t("page.open-at")), ` ${t("page.needs-network")}`) : "",
    el("p", {}, t("page.cited-in", { citations: count(one.n, "citation"), documents: count(one.d.length, "document") })),
    el("ul", {}, places),
    el("div", { class: "actions" }, el("button", { type: "button", onclick: () => { const back = one.i; go({ cited: "" }); setTimeout(() => document.querySelector(`[data-cited="${CSS.escape(back)}"]`)?.focus(), 0); } }, t("page.close"))),
  );
  if (shownCited !== one.i) {
    shownCited = one.i;
    if (state.view === "citations") panel.focus({ preventScroll: true });
    if (narrow.matches) row?.scrollIntoView({ block: "start" });
    else panel.scrollIntoView({ block: "nearest" });
  }
}
