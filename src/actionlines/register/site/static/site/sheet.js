// A paper on which people write: figures stand in a text as they are shown, rows are added in place, and what the
// register says is made again after a save. Saving as one types is in activities.js. Without this file the page is an
// ordinary form.
"use strict";

const page = document.querySelector("form[data-save]");
const FACT = /\{\{([^{}\n]{1,300})\}\}/g;
const known = new Map(
  JSON.parse(document.getElementById("figures")?.textContent || "[]").map((one) => [one.question, one])
);
let last = null; // the text in which somebody wrote last

// ---- Texts: each figure is one piece, which is deleted as a whole.
const chip = (question) => {
  const made = document.createElement("span");
  made.className = "figure";
  made.contentEditable = "false";
  made.dataset.question = question;
  const found = known.get(question.trim());
  made.textContent = found ? found.value : "?";
  if (found) made.title = found.label;
  return made;
};
const filled = (text) => {
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(FACT)) {
    pieces.push(text.slice(at, found.index), chip(found[1]));
    at = found.index + found[0].length;
  }
  return [...pieces, text.slice(at)].filter((one) => one !== "");
};
const written = (box) => [...box.childNodes].map((one) => {
  if (one.nodeType === Node.TEXT_NODE) return one.data;
  if (one.nodeName === "BR") return "\n";
  return one.dataset?.question ? `{{${one.dataset.question}}}` : written(one);
}).join("");

const open = (area) => {
  const box = document.createElement("div");
  try { box.contentEditable = "plaintext-only"; } catch { return; }
  box.className = "box";
  box.id = area.id;
  box.lang = area.lang;
  box.dir = area.dir || "auto";
  box.dataset.empty = area.dataset.own;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  const label = document.querySelector(`label[for="${area.id}"]`);
  label.id = `l-${area.id}`;
  box.setAttribute("aria-labelledby", label.id);
  for (const name of ["aria-describedby", "aria-required"]) {
    if (area.hasAttribute(name)) box.setAttribute(name, area.getAttribute(name));
  }
  const writing = document.activeElement === area; // before this file was loaded
  area.removeAttribute("id");
  area.hidden = true;
  area.parentElement.querySelector(".preview")?.remove();
  box.replaceChildren(...filled(area.value.replace(/\n$/, "")));
  area.before(box);
  if (writing) { box.focus(); getSelection().selectAllChildren(box); getSelection().collapseToEnd(); }
  const tell = () => {
    area.value = written(box);
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };
  box.addEventListener("input", () => {
    // What is left of an emptied text is no text.
    if (box.textContent.trim() === "" && !box.querySelector("[data-question]")) box.replaceChildren();
    tell();
  });
  box.addEventListener("focus", () => { last = box; });
  box.addEventListener("blur", () => {
    const text = written(box);
    if (text.match(FACT)) box.replaceChildren(...filled(text));
  });
  box.insertFigure = (question) => {
    const here = getSelection();
    const inside = here.rangeCount && box.contains(here.anchorNode);
    const range = inside ? here.getRangeAt(0) : document.createRange();
    if (!inside) { range.selectNodeContents(box); range.collapse(false); }
    range.deleteContents();
    const after = document.createTextNode(" ");
    const ahead = range.cloneRange();
    ahead.selectNodeContents(box);
    ahead.setEnd(range.startContainer, range.startOffset);
    const before = /\S$/.test(ahead.toString()) ? [document.createTextNode(" ")] : [];
    const piece = document.createDocumentFragment();
    piece.append(...before, chip(question), after);
    range.insertNode(piece);
    box.focus();
    here.collapse(after, 1);
    tell();
  };
};
for (const area of document.querySelectorAll("textarea[data-own]")) open(area);

// ---- Figures to insert: at the cursor of the text in which somebody wrote last.
for (const one of document.querySelectorAll("[data-plain]")) one.hidden = true;
for (const button of document.querySelectorAll("button[data-insert]")) {
  button.addEventListener("click", (event) => {
    if (!document.querySelector(".box")) return; // the form does it
    event.preventDefault();
    const figure = document.getElementById("figure");
    if (figure.value) (last || document.querySelector(".box")).insertFigure(figure.value);
    figure.value = "";
  });
}

// ---- Words proposed beside a text are put at its end.
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-words]");
  if (!button) return;
  const box = document.getElementById(button.dataset.to);
  box.append(...filled(`${box.textContent ? "\n\n" : ""}${button.dataset.words}`));
  box.dispatchEvent(new Event("input"));
  box.focus();
  button.disabled = true;
});

// ---- Rows
const LINE = 26; // pixels of a line of a text in a row
const fit = (area) => {
  area.style.removeProperty("height");
  if (area.scrollHeight > LINE * 1.8) area.style.setProperty("height", `${area.scrollHeight}px`);
};
const tended = (rows) => { for (const area of rows.querySelectorAll("textarea")) fit(area); };
document.addEventListener("input", (event) => { if (event.target.matches(".rows textarea")) fit(event.target); });
for (const rows of document.querySelectorAll(".rows")) tended(rows);

for (const button of document.querySelectorAll("[data-addrow]")) {
  button.hidden = false;
  button.addEventListener("click", () => {
    const name = button.dataset.addrow;
    const lastRow = [...document.querySelectorAll(`[data-rows="${name}"] tbody tr`)].at(-1);
    const next = lastRow.cloneNode(true);
    const at = Number(lastRow.querySelector("input[type=hidden]").name.split("-")[1]) + 1;
    for (const one of next.querySelectorAll("[name], [id]")) {
      for (const key of ["name", "id"]) {
        if (one[key]) one[key] = one[key].replace(/(metrics|milestones)-\d+-/, `$1-${at}-`);
      }
      if ("value" in one && one.type !== "checkbox") one.value = "";
    }
    next.querySelector(".served").replaceChildren();
    next.querySelector("[data-out]")?.closest("label").remove();
    for (const one of next.querySelectorAll(".wrong")) one.hidden = true;
    lastRow.after(next);
    tended(next);
    next.querySelector("textarea, input:not([type=hidden])").focus();
  });
}

// What a row serves: each choice becomes a tick, and the list is free for the next.
document.addEventListener("change", (event) => {
  const list = event.target.closest("[data-serves]");
  if (list && list.value) {
    const served = list.parentElement.querySelector(".served");
    if (![...served.querySelectorAll("input")].some((one) => one.value === list.value)) {
      const entry = document.createElement("li");
      const label = document.createElement("label");
      const tick = document.createElement("input");
      const words = document.createElement("span");
      label.className = "tick small";
      Object.assign(tick, { type: "checkbox", name: list.name, value: list.value, checked: true });
      const text = list.selectedOptions[0].textContent;
      words.textContent = text.length > 40 ? `${text.slice(0, 39)}…` : text;
      label.append(tick, words);
      entry.append(label);
      served.append(entry);
    }
    list.value = "";
  }
  const out = event.target.closest("[data-out]");
  out?.closest("tr, .metric")?.classList.toggle("removed", out.checked);
  // Included or excluded, not both.
  const row = event.target.closest(".item");
  if (row && event.target.checked) {
    for (const other of row.querySelectorAll("input[type=checkbox]")) {
      if (other !== event.target) other.checked = false;
    }
  }
});

// ---- After a save
let fetching = false;
const renew = async () => {
  if (fetching) return;
  fetching = true;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (answer.ok) {
      const now = new DOMParser().parseFromString(await answer.text(), "text/html");
      for (const old of document.querySelectorAll("[data-generated]")) {
        const fresh = now.getElementById(old.id);
        const opened = Boolean(old.querySelector("details[open]"));
        if (!fresh || (fresh.innerHTML === old.dataset.was && !opened)) continue;
        old.innerHTML = fresh.innerHTML;
        window.htmx?.process(old);
        old.hidden = fresh.hidden;
        old.dataset.was = fresh.innerHTML;
        if (opened) old.querySelector("details")?.setAttribute("open", "");
      }
    }
  } catch {
    // The page shows what it showed; the next save tries again.
  }
  fetching = false;
};
page?.addEventListener("kept", (event) => {
  for (const [row, id] of Object.entries(event.detail.ids || {})) page.elements[`${row}-id`].value = id;
  if (event.detail.rebuilt) renew();
});

// Other forms of the page act on what is saved: they wait for what was typed last.
for (const other of document.querySelectorAll("main form:not([data-save])")) {
  let settled = false;
  other.addEventListener("submit", async (event) => {
    if (settled || !page?.settle) return;
    event.preventDefault();
    await page.settle();
    settled = true;
    // Later, not at once: a form does not submit while it still tells of being submitted.
    setTimeout(() => other.requestSubmit(event.submitter));
  });
}
