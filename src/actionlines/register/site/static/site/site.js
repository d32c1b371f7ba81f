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

// What a button with data-copy names is copied: the value of a field, or the text of a paragraph.
for (const button of document.querySelectorAll("[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  const words = () => source.value ?? source.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(words());
    } catch {
      // A page without HTTPS has no clipboard: the words are selected for Ctrl-C.
      source.select?.() ?? getSelection().selectAllChildren(source);
      return;
    }
    button.dataset.done = "";
    setTimeout(() => delete button.dataset.done, 2000);
  });
}

// A menu of the head closes when somebody goes on elsewhere.
const menus = (event, leave) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (leave || !menu.contains(event.target)) menu.open = false;
};
document.addEventListener("click", (event) => menus(event, false));
document.addEventListener("keydown", (event) => menus(event, event.key === "Escape"));
