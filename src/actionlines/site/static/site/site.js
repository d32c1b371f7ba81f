// Small helps for every page. Each page works without them.
"use strict";

// A choice with data-submit sends its form at once; its button is then not needed.
for (const choice of document.querySelectorAll("[data-submit]")) {
  choice.form.querySelector("button:not([name])")?.setAttribute("hidden", "");
  choice.addEventListener("change", () => choice.form.requestSubmit());
}
