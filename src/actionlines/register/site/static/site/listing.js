// Filters: a sheet that is closed on a narrow page, applied as they are chosen. Lists work without it.
"use strict";
(() => {
  document.documentElement.classList.add("js");
  const narrow = window.matchMedia("(max-width: 800px)");
  const fold = () => {
    for (const sheet of document.querySelectorAll(".sheet")) sheet.open = !narrow.matches && !sheet.classList.contains("few");
  };
  narrow.addEventListener("change", fold);
  fold();
  // Fields that say nothing stay out of the address.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.elt.id !== "filters") return;
    const given = event.detail.formData;
    for (const [name, value] of [...given.entries()]) if (value === "") given.delete(name);
  });
  // What was open stays open when the list is loaded again.
  let open = [];
  document.addEventListener("htmx:beforeSwap", () => {
    open = [...document.querySelectorAll("#filters details[open]")].map((one) => one.id || "sheet");
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const one of document.querySelectorAll("#filters details")) {
      if (one.id || narrow.matches || one.classList.contains("few")) one.open = open.includes(one.id || "sheet");
    }
  });
})();
