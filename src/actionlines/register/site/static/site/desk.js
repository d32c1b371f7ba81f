// The desk: keys press the buttons of its forms, a click with Shift selects the rows between, the text of a row is
// shown without a new page. Everything works without this script, one page after another.
"use strict";

(() => {
  let last = null; // the row whose box was clicked last, for Shift
  const desk = () => document.getElementById("desk");
  const rows = () => [...document.querySelectorAll(".desk-item")];
  const box = (row) => row?.querySelector("input[name=mandate]");
  const current = () => document.querySelector(".desk-item.here");
  const ticked = () => rows().filter((row) => box(row)?.checked);

  // The row that is read, its text on the right, and what the forms say about it.
  const mark = (row) => {
    for (const other of rows()) {
      other.classList.toggle("here", other === row);
      const link = other.querySelector(".desk-open");
      if (other === row) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
    const next = row.nextElementSibling?.dataset.id ?? "";
    for (const field of desk().querySelectorAll("input[name=id]")) field.value = row.dataset.id;
    for (const field of desk().querySelectorAll("input[name=next]")) field.value = next;
  };
  const shown = () => document.querySelector("#desk-text h2")?.dataset.id;
  const address = (row) => desk().dataset.text.replace("/0/", `/${row.dataset.id}/`);
  const read = (row) => {
    if (!row) return;
    mark(row);
    row.querySelector(".desk-open").focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
    // What stands there already may be half corrected.
    if (shown() === row.dataset.id) return;
    htmx.ajax("GET", `${address(row)}?${desk().dataset.address}`, { target: "#desk-text", swap: "innerHTML" });
  };
  const step = (by) => {
    const list = rows();
    const at = list.indexOf(current());
    read(list[at < 0 ? 0 : at + by]);
  };

  const tick = (which) => {
    for (const row of rows()) {
      if (box(row)) box(row).checked = which === "all" || (which === "sure" && "sure" in row.dataset);
    }
  };
  const press = (key) => {
    const found = desk().querySelector(`[data-key="${key}"]`);
    if (!found) return;
    if (found.matches("input")) {
      tickCurrent();
      found.focus();
      found.select();
    } else {
      if (key === "c") tickCurrent();
      found.click();
    }
  };
  // Where nothing is selected, a key means the row that is read.
  const tickCurrent = () => {
    if (!ticked().length && box(current())) box(current()).checked = true;
  };
  const correct = () => {
    const form = document.getElementById("desk-facts");
    const doubtful = form?.querySelector("[data-doubt] input, [data-doubt] select, [data-doubt] textarea");
    const first = doubtful ?? form?.querySelector("input:not([type=hidden]), select, textarea");
    first?.focus();
    first?.select?.();
  };

  const keys = {
    j: () => step(1), ArrowDown: () => step(1), k: () => step(-1), ArrowUp: () => step(-1), n: () => step(1),
    x: () => { const one = box(current()); if (one) one.checked = !one.checked; },
    a: () => tick("all"), s: () => tick("sure"),
    c: () => press("c"), r: () => press("r"), l: () => press("l"), u: () => press("u"), e: correct,
    "?": () => { const help = desk().querySelector(".keys"); if (help) help.open = !help.open; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !desk()) return;
    const at = event.target;
    if (event.key === "Escape" && at.matches("input, textarea, select")) {
      current()?.querySelector(".desk-open").focus();
      return;
    }
    // Enter in the box of a reason or a lead presses the button beside it, not the first of the form.
    if (event.key === "Enter" && at.matches(".pair input")) {
      event.preventDefault();
      at.parentElement.querySelector("button").click();
      return;
    }
    if (at.matches("input:not([type=checkbox]), textarea, select") || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });

  document.addEventListener("click", (event) => {
    if (!desk()?.contains(event.target)) return;
    const which = event.target.closest("[data-tick]");
    const open = event.target.closest(".desk-open");
    if (which) {
      event.preventDefault();
      tick(which.dataset.tick);
    } else if (open && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      read(open.closest(".desk-item"));
    } else if (event.target.matches("input[name=mandate]")) {
      const row = event.target.closest(".desk-item");
      const list = rows();
      if (event.shiftKey && last && list.includes(last)) {
        const [from, to] = [list.indexOf(last), list.indexOf(row)].sort((one, other) => one - other);
        for (const between of list.slice(from, to + 1)) if (box(between)) box(between).checked = event.target.checked;
      }
      last = row;
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches(".desk-about select")) event.target.form.requestSubmit();
  });

  // A new action clears what the last one said; one that the server refuses is said too.
  const said = () => document.getElementById("desk-said");
  // What is being done is not what the button to undo names: it waits for the answer.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb === "get") return;
    said().textContent = "";
    for (const undo of desk().querySelectorAll('[data-key="u"]')) undo.disabled = true;
  });
  for (const failed of ["htmx:responseError", "htmx:sendError"]) {
    document.addEventListener(failed, () => {
      const words = document.createElement("p");
      words.className = "notice wrong";
      words.textContent = said().dataset.failed;
      said().replaceChildren(words);
    });
  }

  // What was selected and not acted on stays so; a value holds the version, so that what changed is not selected.
  let held = new Map();
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { target, pathInfo } = event.detail;
    // A text that comes when another row is marked already is not shown; nor over the same one, half corrected.
    if (target.id === "desk-text") {
      const row = current();
      event.detail.shouldSwap &&= pathInfo.requestPath.startsWith(address(row)) && shown() !== row.dataset.id;
    }
    if (target.id !== "desk") return;
    const boxes = desk().querySelectorAll(".desk-list input[type=checkbox]");
    held = new Map([...boxes].map((one) => [`${one.name} ${one.value}`, one.checked]));
  });
  // Before that, rows that were there have the classes of before.
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "desk") return;
    desk().classList.add("scripted");
    for (const one of desk().querySelectorAll(".desk-list input[type=checkbox]")) {
      const before = held.get(`${one.name} ${one.value}`);
      if (before !== undefined) one.checked = before;
    }
    held = new Map();
    last = null;
    const row = current();
    row?.querySelector(".desk-open").focus({ preventScroll: true });
    row?.scrollIntoView({ block: "nearest" });
  });
  desk()?.classList.add("scripted");
})();
