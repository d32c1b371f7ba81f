// The list of mandates and the paragraph beside it.
let rowsFound = [];

function showMandates() {
  if (!$("work")) return;
  const total = data.mandates.length;
  rowsFound = found();
  showFilters();
  $("found").textContent = rowsFound.length === total ? count(total, "mandate") : `${number.format(rowsFound.length)} of ${count(total, "mandate")}`;
  $("take-csv").disabled = !rowsFound.length;
  const panel = $("panel");
  panel.remove();
  const several = data.documents.length > 1;
  const columns = [
    { name: "Where", class: "c-where", head: true, cell: (at) => el("a", { href: address({ open: String(at) }), "data-open": at }, several ? where(data.mandates[at]) : data.mandates[at].w) },
    { name: "Asked", class: "c-asked", sort: "asked", label: "Asked:", cell: (at) => askedShort(data.mandates[at]) },
    { name: "What", cell: (at) => what(data.mandates[at]) },
    { name: "Due", class: "c-due", sort: "due", cell: (at) => (data.mandates[at].u.length ? [dueLabel(data.mandates[at]), " ", nearness(data.mandates[at])] : "") },
  ];
  const open = state.open === "" ? -1 : Number(state.open);
  let content;
  if (rowsFound.length) {
    if (state.open !== "" && rowsFound.includes(open) && lastOpen !== open) state.page = String(Math.floor(rowsFound.indexOf(open) / PAGE) + 1);
    content = table({ caption: "Mandates", quiet: true, columns, rows: rowsFound, page: state.page, pageKey: "page", onrow: (at) => go({ open: String(at) }), current: (at) => at === open, cards: true });
  } else {
    content = el("p", { class: "empty" }, "No mandate passes these filters. ", el("button", { type: "button", class: "link", onclick: () => $("clear").click() }, "Clear all filters"));
  }
  put($("mandates-table"), content);
  showPanel(open, panel);
}

function what(mandate) {
  const about = data.documents[mandate.d];
  const tail = [madeName(mandate.f), mandate.r.length ? `reports to ${bodyNames(mandate.r).join(", ")}` : ""].filter(Boolean).join(" · ");
  return [
    el("span", { class: "what", lang: about.lang || null, dir: "auto" }, el("b", {}, `${mandate.v}:`), " ", mandate.x),
    tail ? el("span", { class: "small" }, tail) : null,
  ];
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
    el("h3", { id: "panel-title" }, where(mandate)),
    ...quotes(mandate),
    legend(["verb", "addressee", "action", "due"].filter((kind) => mandate.m[kind].length)),
    factList(mandate),
    el("div", { class: "actions" },
      el("a", { href: address({ view: "read", read: String(mandate.d), at: mandate.p }) }, "Read it in the text"),
      el("button", { type: "button", class: "link", onclick: (event) => copy(event.target, mandate) }, "Copy with reference")),
    el("div", { class: "actions" }, step(at - 1, "Previous"), step(at + 1, "Next"), el("button", { type: "button", onclick: () => go({ open: "" }) }, "Close")),
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
    button.textContent = "Copied";
  } catch {
    button.textContent = "Copying is not allowed here: select the words instead";
  }
}

function takeCsv() {
  const head = ["Document", "Paragraph", "Strength", "Verb", "Asked", "Action", "Deliverable", "Due", "Due, sorted by", "Reports to"];
  const rows = rowsFound.map((at) => data.mandates[at]).map((m) => [data.documents[m.d].label, m.p, m.s, m.v, asked(m), m.x, m.f, dueLabel(m), m.o, bodyNames(m.r).join("; ")]);
  const text = [head, ...rows].map((row) => row.map(csvCell).join(",")).join("\r\n");
  download("mandates-shown.csv", new Blob(["\ufeff", text, "\r\n"], { type: "text/csv;charset=utf-8" }));
}
