// The other parts: what falls due, who is asked, citations.
function toMandate(at, name) {
  return el("a", { href: address({ view: "mandates", open: String(at), asked: [], strength: [], made: [], doc: [], q: "", from: "", to: "", dated: "" }) }, name);
}

// What comes next by the reader's own clock.
function showNext() {
  const next = data.due.map(([, , at]) => data.mandates[at]).flatMap((mandate) => mandate.u.filter((due) => due[2] >= today && due[2]).map((due) => [due[2], due[0], mandate])).sort((a, b) => a[0].localeCompare(b[0]))[0];
  if (!next) return;
  const [, label, mandate] = next;
  $("next").replaceChildren("Next from today: ", toMandate(data.mandates.indexOf(mandate), `${label}, ${where(mandate)}`), ", ", askedShort(mandate), ".");
}

function showDue() {
  const columns = [
    { name: "Due", class: "c-due", head: true, cell: ([, label, at]) => [label, " ", nearness(data.mandates[at])] },
    { name: "Asked", class: "c-asked", label: "Asked:", cell: ([, , at]) => askedShort(data.mandates[at]) },
    { name: "What", cell: ([, , at]) => what(data.mandates[at]) },
    { name: "Where", class: "c-where", cell: ([, , at]) => toMandate(at, where(data.mandates[at])) },
  ];
  if ($("due-table")) {
    const passed = data.due.filter((row) => row[3] && row[3] < today);
    const coming = data.due.filter((row) => row[3] >= today && row[3]);
    $("h-coming").hidden = !passed.length;
    if (coming.length) put($("due-table"), table({ caption: "Due dates, first date first", columns, rows: coming, page: state.dpage, pageKey: "dpage", cards: true }));
    else $("due-table").replaceChildren(el("p", { class: "empty" }, "No date named is still to come."));
    $("passed").hidden = !passed.length;
    $("passed").open = printing || $("passed").open;
    $("passed").querySelector("summary").textContent = `Dates passed (${number.format(passed.length)})`;
    put($("passed-table"), table({ caption: "Dates passed, latest first", columns, rows: passed.reverse(), page: state.ppage, pageKey: "ppage", cards: true }));
  }
  const undated = [];
  data.mandates.forEach((mandate, at) => mandate.u.forEach((due) => { if (!due[2]) undated.push(["", due[0], at]); }));
  if (undated.length) put($("undated-table"), el("div", {}, el("h3", {}, "Recurring, starting at a date, or tied to an event"), table({ caption: "Due values that do not pass on one day, in the order of the text", columns, rows: undated, page: state.upage, pageKey: "upage", cards: true })));
}

function showAsked() {
  if (!$("asked-table")) return;
  const cell = (place) => (row) => (row[place] ? number.format(row[place]) : "");
  const columns = [
    { name: "Body", head: true, cell: (row) => el("a", { href: address({ view: "mandates", asked: [row[0]], strength: [], made: [], doc: [], q: "", from: "", to: "", dated: "", open: "", page: "" }) }, row[1]) },
    { name: "Mandates", class: "num", cell: cell(2) },
    ...STRENGTHS.map((name, place) => ({ name: name[0].toUpperCase() + name.slice(1), class: "num", cell: cell(place + 3) })),
  ];
  const box = el("div", { class: "scroll", tabindex: "0", role: "region", "aria-label": "Bodies by number of mandates" }, table({ caption: "Bodies by the number of mandates addressed to them, by strength", columns, rows: data.asked, page: "1", pageKey: "apage" }));
  put($("asked-table"), box);
}

function showCited() {
  if (!$("cited-table")) return;
  const label = (index) => data.documents[index].label;
  const columns = [
    { name: "Instrument", head: true, cell: (one) => el("a", { href: address({ cited: one.i }), "data-cited": one.i }, one.i) },
    { name: "Name", class: "c-name", cell: (one) => one.w },
    { name: "Citations", class: "num c-count", label: "Citations:", cell: (one) => number.format(one.n) },
    { name: "Cited by", label: "Cited by:", cell: (one) => (one.d.length > 3 ? `${one.d.slice(0, 2).map(label).join(", ")} and ${one.d.length - 2} more` : one.d.map(label).join(", ")) },
    { name: "Read here", class: "c-count", cell: (one) => (one.r === null ? "" : el("a", { href: address({ view: "read", read: String(one.r), at: "" }) }, "read it")) },
  ];
  if (data.documents.length === 1) columns.splice(3);
  const panel = $("cited-panel");
  panel.remove();
  const at = data.cited.findIndex((one) => one.i === state.cited);
  if (at >= 0 && shownCited !== state.cited) state.cpage = String(Math.floor(at / PAGE) + 1);
  put($("cited-table"), table({ caption: "Instruments cited, most cited first", columns, rows: data.cited, page: state.cpage, pageKey: "cpage", onrow: (one) => go({ cited: one.i }), current: (one) => one.i === state.cited, cards: true }));
  showCitedPanel(data.cited[at], panel);
}

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
  const places = one.d.slice(0, 40).flatMap((index) => textOf(index).c.filter((cite) => cite.i === one.i).slice(0, 20).map((cite) => {
    const line = textOf(index).byId.get(cite.p);
    return el("li", {}, el("a", { href: address({ view: "read", read: String(index), at: cite.p }) }, `${data.documents[index].label}${line ? `, ${line.w}` : ""}`), ": ", el("span", { dir: "auto" }, `“${cite.q}”`), cite.c === one.i ? "" : ` (${cite.c})`);
  }));
  panel.replaceChildren(
    el("h3", { id: "cited-title" }, one.i),
    one.w ? el("p", { dir: "auto" }, one.w) : "",
    one.u ? el("p", {}, el("a", { href: one.u, rel: "noreferrer noopener", target: "_blank" }, "Open it at the document service"), " (needs the network)") : "",
    el("p", {}, `${count(one.n, "citation")} in ${count(one.d.length, "document")}.`),
    el("ul", {}, places),
    el("div", { class: "actions" }, el("button", { type: "button", onclick: () => { const back = one.i; go({ cited: "" }); setTimeout(() => document.querySelector(`[data-cited="${CSS.escape(back)}"]`)?.focus(), 0); } }, "Close")),
  );
  if (shownCited !== one.i) {
    shownCited = one.i;
    if (state.view === "citations") panel.focus({ preventScroll: true });
    if (narrow.matches) row?.scrollIntoView({ block: "start" });
    else panel.scrollIntoView({ block: "nearest" });
  }
}
