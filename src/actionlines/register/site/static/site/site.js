// Small helps for every page. Each page works without them.
"use strict";

// A choice with data-submit sends its form at once; its button is then not needed.
for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.form.querySelector("button:not([name])")?.setAttribute("hidden", "");
  choice.addEventListener("change", () => choice.form.requestSubmit());
}

// A table that is wider than the screen scrolls in its box; then the box can be reached by keyboard, else it is no stop.
const boxes = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});
const watch = (root) => root.querySelectorAll(".scroll").forEach((box) => boxes.observe(box));
watch(document);
document.addEventListener("htmx:afterSwap", (event) => watch(event.target));

// Buttons that need a script are shown by it, also those that a swap brings.
const show = () => {
  for (const button of document.querySelectorAll("[data-copy], [data-print]")) button.hidden = false;
};
show();
document.addEventListener("htmx:oobAfterSwap", show);
document.addEventListener("htmx:afterSwap", show);

// What a button with data-copy names is copied: the value of a field, or the text of a paragraph.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const source = document.getElementById(button.dataset.copy);
  try {
    await navigator.clipboard.writeText(source.value ?? source.textContent);
  } catch {
    // A page without HTTPS has no clipboard: the words are selected for Ctrl-C.
    source.select?.() ?? getSelection().selectAllChildren(source);
    return;
  }
  button.dataset.done = "";
  setTimeout(() => delete button.dataset.done, 2000);
});

// What is folded is printed open, and pictures below the screen too; then it is folded again.
let unfolded = [];
window.addEventListener("beforeprint", () => {
  unfolded = [...document.querySelectorAll("details:not([open], .menu, .menu *)")];
  for (const fold of unfolded) fold.open = true;
  for (const picture of document.querySelectorAll("img[loading=lazy]")) picture.loading = "eager";
});
window.addEventListener("afterprint", () => {
  for (const fold of unfolded) fold.open = false;
});
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) print();
});

// A menu closes when somebody goes on elsewhere.
const menus = (event, leave) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (leave || !menu.contains(event.target)) menu.open = false;
};
document.addEventListener("click", (event) => menus(event, false));
document.addEventListener("keydown", (event) => menus(event, event.key === "Escape"));

// Rows: a button adds one at once; without this file it comes back with one.
for (const button of document.querySelectorAll("[data-add]")) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    const rows = button.closest("[data-rows]");
    const last = [...rows.querySelectorAll(".row")].at(-1);
    const next = last.cloneNode(true);
    const count = rows.querySelectorAll(".row").length;
    const numbered = (text) => text.replace(/-\d+-/, `-${count}-`);
    next.setAttribute("aria-label", last.getAttribute("aria-label").replace(String(count), String(count + 1)));
    for (const label of next.querySelectorAll("label[for]")) label.htmlFor = numbered(label.htmlFor);
    for (const input of next.querySelectorAll("input, select")) {
      input.name = numbered(input.name);
      input.id = numbered(input.id);
      if (input.hasAttribute("hx-params")) input.setAttribute("hx-params", input.name);
      input.value = input.matches("select") ? input.options[0].value : "";
    }
    last.after(next);
    window.htmx?.process(next);
    next.querySelector("input, select").focus();
  });
}

// What was just done is said where it was done, and the keyboard goes on from there; what is wrong comes first.
const place = location.hash && (document.getElementById(location.hash.slice(1))
  ?? document.getElementsByName(location.hash.slice(1))[0]?.closest(".field"));
const said = [...document.querySelectorAll("main > .notice[role=status]")];
if (place && said.length) {
  if (place.matches("h1, h2, h3")) place.after(...said);
  else if (place.matches("section, article, div, li, fieldset")) place.prepend(...said);
}
const notice = document.querySelector("main .notice[role=alert]") ?? said[0];
if (notice) {
  notice.tabIndex = -1;
  notice.focus();
}

// A form is sent once: its buttons wait for the answer. The server takes an equal form once, too.
const WAIT = 30000; // milliseconds after which somebody may try again
document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || form.getAttribute("method") !== "post") return;
  if ("sent" in form.dataset) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "";
  const buttons = [...form.elements].filter((one) => one.matches("button") && !one.disabled);
  const words = submitter?.innerHTML;
  // Not before the browser has taken the fields, the pressed button among them.
  setTimeout(() => {
    for (const button of buttons) button.disabled = true;
    if (submitter && !submitter.matches(".vh")) {
      submitter.textContent = document.body.dataset.sending;
      submitter.setAttribute("aria-busy", "true");
    }
  });
  const again = () => {
    delete form.dataset.sent;
    for (const button of buttons) button.disabled = false;
    if (submitter?.ariaBusy) {
      submitter.innerHTML = words;
      submitter.removeAttribute("aria-busy");
    }
  };
  setTimeout(again, WAIT);
  addEventListener("pagehide", again, { once: true });
});
