// A table of at most PAGE rows at a time; printing shows all of them.
let printing = false;
const PRINTED = 3000;

// columns: {name, class, cell(row) -> node or text, head: first cell names the row, sort: key of SORTS}
function table({ caption, columns, rows, page, pageKey, onrow, current, cards, quiet }) {
  const pages = Math.max(1, Math.ceil(rows.length / PAGE));
  const at = Math.min(Math.max(1, Number(page) || 1), pages);
  const shown = printing ? rows.slice(0, PRINTED) : rows.slice((at - 1) * PAGE, at * PAGE);
  const head = columns.map((column) => el("th", { scope: "col", class: column.class, "aria-sort": column.sort && state.sort === column.sort ? "ascending" : null },
    column.sort && !printing ? el("button", { type: "button", class: "sort", onclick: () => go({ sort: state.sort === column.sort ? "" : column.sort, page: "" }, true) }, column.name) : column.name));
  const body = shown.map((row) => {
    const cells = columns.map((column) => el(column.head ? "th" : "td", { scope: column.head ? "row" : null, class: column.class, "data-name": column.label || null, dir: column.dir || null }, column.cell(row)));
    const line = el("tr", { class: onrow ? "pick" : null, "aria-current": current?.(row) ? "true" : null }, cells);
    if (onrow) line.addEventListener("click", (event) => { if (!event.target.closest("a, button") && !String(getSelection())) onrow(row); });
    return line;
  });
  const out = document.createDocumentFragment();
  out.append(el("table", { class: cards ? "cards stack" : null }, el("caption", { class: quiet ? "vh" : null }, caption), el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)));
  if (printing && rows.length > shown.length) out.append(el("p", { class: "small" }, t("page.printed", { found: number.format(PRINTED), rows: count(rows.length, "row") })));
  if (pages > 1 && !printing) {
    const turn = (to, key) => el("button", { type: "button", disabled: to < 1 || to > pages, "data-turn": key, onclick: () => { go({ [pageKey]: to === 1 ? "" : String(to) }, true); document.querySelector(`[data-pager="${pageKey}"]`)?.closest("section")?.scrollIntoView({ block: "start" }); } }, t(`page.${key}`));
    out.append(el("div", { class: "pager", "data-pager": pageKey, role: "group", "aria-label": t("page.pages", { caption }) }, turn(at - 1, "previous"), el("span", {}, t("of", { found: `${number.format((at - 1) * PAGE + 1)}–${number.format(Math.min(at * PAGE, rows.length))}`, total: number.format(rows.length) })), turn(at + 1, "following")));
  }
  return out;
}

// Replace the content of a node, keeping the keyboard where it was.
function put(node, content) {
  const turn = document.activeElement?.getAttribute("data-turn");
  const key = document.activeElement?.closest("[data-pager]")?.getAttribute("data-pager");
  const href = node.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const sorted = node.contains(document.activeElement) && document.activeElement.classList.contains("sort") ? document.activeElement.textContent : null;
  node.replaceChildren(content);
  if (href) node.querySelector(`a[href="${CSS.escape(href)}"]`)?.focus({ preventScroll: true });
  if (sorted) [...node.querySelectorAll(".sort")].find((one) => one.textContent === sorted)?.focus();
  if (key) node.querySelector(`[data-pager="${key}"] [data-turn="${turn}"]:not(:disabled), [data-pager="${key}"] button:not(:disabled)`)?.focus({ preventScroll: true });
}

const narrow = matchMedia("(max-width: 1100px)");

// Put a panel beside the list, or on a narrow screen beneath the row it belongs to.
function place(panel, row, work) {
  document.querySelectorAll(".row-panel").forEach((line) => { if (!line.contains(panel)) line.remove(); });
  if (narrow.matches && row) {
    const line = el("tr", { class: "row-panel" }, el("td", { colspan: row.children.length }, panel));
    row.after(line);
  } else {
    work.append(panel);
  }
  document.querySelectorAll(".row-panel").forEach((line) => { if (!line.contains(panel)) line.remove(); });
}
