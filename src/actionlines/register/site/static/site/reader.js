// The reader: what the legend switches is remembered, paragraphs are walked by keyboard. The page works without.
"use strict";

(() => {
  const reader = document.getElementById("reader");
  if (!reader) return;
  reader.classList.add("scripted");

  // Keys are off for this visit where they were switched off. Other marks bring a new legend.
  const keysOff = "reader-use-keys";
  const recall = () => {
    try {
      document.getElementById("use-keys").checked = sessionStorage.getItem(keysOff) !== "off";
    } catch { /* a browser that keeps nothing */ }
  };
  recall();
  document.body.addEventListener("htmx:oobAfterSwap", recall);
  reader.addEventListener("change", (event) => {
    if (event.target.id !== "use-keys") return;
    try {
      sessionStorage.setItem(keysOff, event.target.checked ? "on" : "off");
    } catch { /* the same */ }
  });

  // A link to a paragraph in another part of a long document: the server knows which part holds it.
  const lines = () => document.getElementById("lines");
  const missing = () => {
    const anchor = decodeURIComponent(location.hash.slice(1));
    const question = new URLSearchParams(location.search);
    if (!anchor.startsWith("p") || document.getElementById(anchor)) return;
    if (Number(lines().dataset.parts) < 2 || question.get("p") === anchor.slice(1)) return;
    location.replace(`?p=${encodeURIComponent(anchor.slice(1))}#${encodeURIComponent(anchor)}`);
  };
  missing();
  window.addEventListener("hashchange", missing);

  // The words of a mandate light up while its details are open.
  reader.addEventListener("toggle", (event) => {
    const ask = event.target.dataset?.ask;
    if (!ask) return;
    for (const mark of reader.querySelectorAll(`mark[data-of~="${ask}"]`)) mark.classList.toggle("lit", event.target.open);
  }, true);

  const all = () => [...lines().querySelectorAll(".para")];
  const current = () => document.activeElement?.closest?.(".para")
    ?? (location.hash.length > 1 ? document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest(".para") : null);
  const go = (para) => {
    if (!para) return;
    para.focus({ preventScroll: true });
    para.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const list = all();
    const at = list.indexOf(current());
    go(at < 0 ? list[0] : list[at + by]);
  };
  const next = () => {
    const list = all();
    const at = list.indexOf(current());
    const waits = (para) => para.querySelector(".confirm");
    const onward = document.querySelector(".pages [aria-current] + a");
    const found = list.slice(at + 1).find(waits);
    if (!found && onward) location.assign(onward.href);
    else go(found ?? list.find(waits));
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: next,
    c: () => current()?.querySelector(".confirm")?.requestSubmit(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (!document.getElementById("use-keys").checked) return;
    const on = event.target;
    if (on.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(on.tagName)) return;
    if (event.key === "Enter" && on.classList.contains("para")) {
      const details = [...on.querySelectorAll(".beside details")];
      const open = !details.some((one) => one.open);
      for (const one of details) one.open = open;
      event.preventDefault();
    } else if (Object.hasOwn(keys, event.key)) {
      keys[event.key]();
      event.preventDefault();
    }
  });

  // A paragraph that was confirmed is put in again; the focus stays there for those who work by keyboard.
  document.body.addEventListener("htmx:afterSwap", (event) => {
    const put = event.detail.elt?.classList?.contains("para") ? event.detail.elt : document.getElementById(event.detail.target?.id ?? "");
    if (put?.classList.contains("para")) go(put);
  });
})();
