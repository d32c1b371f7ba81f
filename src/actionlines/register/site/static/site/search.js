// Boxes with suggestions: the one in the head, and the chooser. Without this each is a plain form.
"use strict";
for (const box of document.querySelectorAll("[role=combobox]")) {
  const list = document.getElementById(box.getAttribute("aria-controls"));
  let at = -1;
  const options = () => [...list.querySelectorAll("[role=option]")];
  const show = () => box.setAttribute("aria-expanded", String(options().length > 0));
  const close = () => {
    list.replaceChildren();
    move(-1);
    show();
  };
  const move = (to) => {
    const all = options();
    at = to;
    all.forEach((one, place) => {
      one.classList.toggle("at", place === at);
      one.setAttribute("aria-selected", String(place === at));
    });
    if (all[at]) box.setAttribute("aria-activedescendant", all[at].id);
    else box.removeAttribute("aria-activedescendant");
  };
  list.addEventListener("htmx:afterSwap", () => {
    move(-1);
    show();
  });
  box.addEventListener("keydown", (event) => {
    const count = options().length;
    if (!count) return;
    if (event.key === "Escape") close(); // and the text stays: a second Escape clears it
    else if (event.key === "ArrowDown") move(at + 1 < count ? at + 1 : -1);
    else if (event.key === "ArrowUp") move(at > -1 ? at - 1 : count - 1);
    else if (event.key === "Enter" && at > -1) options()[at].click();
    else return;
    event.preventDefault();
  });
  document.addEventListener("click", (event) => {
    if (!box.form.contains(event.target)) close();
  });
  box.form.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !box.form.contains(event.relatedTarget)) close();
  });
}
