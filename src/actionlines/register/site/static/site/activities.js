// Forms that are saved as they are typed. Without this file it is an ordinary form.
"use strict";

const form = document.querySelector("form[data-save]");

if (form?.dataset.save) {
  const told = document.getElementById("saved");
  const version = form.elements.version;
  const PAUSE = 1200; // milliseconds without a key before what was typed is saved
  const RETRY = 10000; // milliseconds after which it is tried again when the register could not be reached
  let waiting = 0;
  let saving = false;
  let again = false;
  let stopped = false; // somebody else changed it: only a press of the button goes on
  let leaving = false;

  const tell = (text, bad) => {
    told.textContent = text;
    told.classList.toggle("wrong", bad);
  };

  const showErrors = (errors) => {
    for (const place of form.querySelectorAll(".field .wrong")) {
      const name = place.id.slice(2, -6);
      place.textContent = errors[name] || "";
      place.hidden = !errors[name];
      place.closest(".field").classList.toggle("has-error", Boolean(errors[name]));
    }
  };

  // `last`: the page is being left. Only then may the answer come too late to be read; a browser then sends 64 kB.
  const save = async (last = false) => {
    clearTimeout(waiting);
    waiting = 0;
    if (stopped || leaving) return;
    // One at a time: the next is sent with the version that the first made.
    if (saving) { again = true; return; }
    saving = true;
    again = false;
    try {
      const answer = await fetch(form.dataset.save, {
        method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: last,
        headers: { Accept: "application/json" },
      });
      const type = answer.headers.get("content-type") || "";
      const said = type.includes("json") ? await answer.json() : {};
      if (answer.ok && said.version) {
        if (said.others.length) stopped = true;
        else version.value = said.version;
        showErrors(said.errors);
        tell(said.message, said.others.length > 0 || Object.keys(said.errors).length > 0);
        if (said.read) document.body.dispatchEvent(new Event("saved"));
        form.dispatchEvent(new CustomEvent("kept", { detail: said }));
      } else {
        if (said.stale) stopped = true;
        tell(said.message || form.dataset.failed, true);
      }
    } catch {
      tell(form.dataset.failed, true);
      again = false;
      waiting = setTimeout(() => save(), RETRY);
    }
    saving = false;
    if (again) save();
  };

  // For other forms of the page, which act on what is saved.
  form.settle = async () => {
    if (waiting) await save();
    while (saving) await new Promise((done) => { setTimeout(done, 20); });
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => save(), PAUSE);
  };
  const ours = (event) => event.target.name && !event.target.name.startsWith("add_");
  form.addEventListener("input", (event) => { if (ours(event)) later(); });
  form.addEventListener("change", (event) => { if (ours(event)) later(); });
  form.addEventListener("submit", () => { leaving = true; clearTimeout(waiting); });
  // What was typed in the last second is saved on the way out.
  addEventListener("pagehide", () => { if (waiting) save(true); });
}

// The list of steps marks the one in which somebody writes, and what it still lacks.
const steps = document.querySelector(".steps");

if (form && steps) {
  const mark = (section) => {
    for (const link of steps.querySelectorAll("ol > li > a")) {
      const here = link.hash === `#${section.getAttribute("aria-labelledby")}` || link.hash === `#${section.id}`;
      if (here) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
    }
  };
  form.addEventListener("focusin", (event) => {
    const section = event.target.closest("section");
    if (section) mark(section);
  });
  form.addEventListener("kept", (event) => {
    for (const gap of steps.querySelectorAll("[data-gap]")) gap.hidden = !event.detail.missing.includes(gap.dataset.gap);
  });
}
