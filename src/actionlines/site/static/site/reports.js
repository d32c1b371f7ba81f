// The builder of a report: texts saved as they are typed, facts inserted by a click. Without this file each text has
// its button, and facts are copied by hand.
"use strict";

const PAUSE = 1500; // milliseconds without a key before a text is saved
const forms = [...document.querySelectorAll("form[data-write]")];
let queue = Promise.resolve(); // one at a time: each is sent with the version that the one before made

const versions = () => document.querySelectorAll("input[name=version]");

for (const form of forms) {
  const text = form.elements.text;
  const told = form.querySelector("[data-told]");
  let waiting = 0;
  let stopped = false; // somebody else changed it

  const send = async () => {
    if (stopped) return;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new URLSearchParams(new FormData(form)), headers: { Accept: "application/json" },
      });
      const said = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : {};
      if (said.version) for (const one of versions()) one.value = said.version;
      if (said.stale) stopped = true;
      told.textContent = said.message || "";
      told.classList.toggle("wrong", !answer.ok || Boolean(said.unbound?.length));
    } catch {
      told.textContent = "";
    }
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => { waiting = 0; queue = queue.then(send); }, PAUSE);
  };
  text.addEventListener("input", later);
  form.addEventListener("submit", () => clearTimeout(waiting));
  addEventListener("pagehide", () => {
    if (waiting) fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
  });

  for (const button of form.querySelectorAll("[data-insert]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const at = text.selectionStart;
      text.setRangeText(button.dataset.insert, at, text.selectionEnd, "end");
      text.focus();
      later();
    });
  }
}

// The other forms of the page go on from the version that the last saved text made.
for (const form of document.querySelectorAll("form:not([data-write])")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return;
    event.preventDefault();
    const submitter = event.submitter;
    // Later, not at once: a form does not submit while it still tells of being submitted.
    queue.then(() => setTimeout(() => { form.dataset.sent = "1"; form.requestSubmit(submitter); }));
  });
}
