// Parts of the report as views; the address says which.
const SHOW = { brief: showBrief, mandates: showMandates, due: showDue, asked: showAsked, citations: showCited, read: showReader };
let closed = [];
const baseTitle = document.title;

// The documents whose texts the state asks for.
function needed() {
  const open = state.open === "" ? undefined : data.mandates[state.open];
  const cited = data.cited.find((one) => one.i === state.cited);
  return [...(open ? [open.d] : []), ...(cited ? citing(cited) : []), ...(state.view === "read" ? [readerIndex()] : [])];
}

function show() {
  const packed = needed().filter(isPacked);
  if (packed.length) Promise.all(packed.map(unpack)).then(show);
  else showView();
}

function showView() {
  for (const view of document.querySelectorAll(".view")) view.hidden = view.id !== `view-${state.view}`;
  for (const link of document.querySelectorAll("nav a")) {
    link.setAttribute("href", address({ view: link.dataset.view, open: "", at: link.dataset.view === "read" ? state.at : "", cited: "" }));
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  const heading = document.querySelector(`#view-${state.view} h2`);
  document.title = `${heading.textContent.replace(/^\d /, "")} · ${baseTitle}`;
  SHOW[state.view]?.();
  showCharts();
}

document.documentElement.classList.add("js");
readAddress();
if ($("filter-form")) {
  listenToFilters();
  prepareSearch();
  $("take-csv").addEventListener("click", takeCsv);
}
listenToReader();
showNext();
listenToCharts();
listenToStanding();
shortenSpoken();
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  $("main").focus();
});
addEventListener("hashchange", () => {
  const before = state.view;
  readAddress();
  show();
  if (before !== state.view && !state.open && !state.at) scrollTo(0, 0);
});
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.target.matches("input, select")) return;
  const close = document.querySelector(`#view-${state.view} .panel:not([hidden]) .actions:last-child button:last-child`);
  close?.click();
});
narrow.addEventListener("change", show);
addEventListener("beforeprint", () => {
  printing = true;
  for (const view of ["brief", "mandates", "due", "asked", "citations"]) SHOW[view]();
  for (const row of document.querySelectorAll("table.spoken tr[hidden]")) row.hidden = false;
  for (const button of document.querySelectorAll("#view-speaks .more")) button.remove();
  closed = [...document.querySelectorAll("#view-speaks details:not([open]), #view-standing > details:not([open]):not(.indicator)")];
  for (const details of closed) details.open = true;
});
addEventListener("afterprint", () => {
  printing = false;
  for (const details of closed) details.open = false;
  show();
});
show();
