// Consultations: words selected in a paragraph go into the form, or into the link beside the paragraph. All of it
// works without: the words can be typed or pasted into the form.
"use strict";

(() => {
  // Where a selection lies in the text of an element, in characters; null where it is not in it alone.
  const span = (root) => {
    const selected = getSelection();
    if (!selected || selected.isCollapsed || !selected.rangeCount) return null;
    const range = selected.getRangeAt(0);
    if (!root.contains(range.startContainer) || !root.contains(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(root);
    before.setEnd(range.startContainer, range.startOffset);
    const text = range.toString();
    const lead = text.length - text.trimStart().length;
    // Characters as the server counts them: code points, not halves of them.
    const size = (words) => [...words].length;
    const start = size(before.toString()) + size(text.slice(0, lead));
    const quote = text.trim();
    return quote ? { start, end: start + size(quote), quote } : null;
  };

  // The page of one paragraph: the form is about what is selected.
  const words = document.getElementById("words");
  const quote = document.getElementById("id_quote");
  if (words && quote) {
    document.addEventListener("selectionchange", () => {
      const found = span(words);
      if (!found) return;
      quote.value = found.quote;
      document.getElementById("id_start").value = found.start;
      document.getElementById("id_end").value = found.end;
    });
    // What is typed counts by its words, wherever they stand.
    quote.addEventListener("input", () => {
      document.getElementById("id_start").value = "";
      document.getElementById("id_end").value = "";
    });
  }

  // The reader: the link beside the paragraph leads to the form with the words selected.
  const consult = document.getElementById("consult");
  if (consult) {
    const plain = new Map();
    document.addEventListener("selectionchange", () => {
      for (const [link, kept] of plain) {
        link.href = kept.href;
        link.firstChild.data = kept.words;
      }
      plain.clear();
      const selected = getSelection();
      const at = selected?.anchorNode?.parentElement?.closest?.("#consult .para");
      const link = at?.querySelector(".say");
      const found = link && span(at.querySelector(".text"));
      if (!found) return;
      plain.set(link, { href: link.href, words: link.firstChild.data });
      const url = new URL(link.href);
      url.searchParams.set("start", found.start);
      url.searchParams.set("end", found.end);
      link.href = url.href;
      link.firstChild.data = consult.dataset.word;
    });
  }

  // One box ticks all of its kind.
  for (const all of document.querySelectorAll("[data-all]")) {
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.all}"]`)) box.checked = all.checked;
    });
  }
})();
