// What is known of a mandate, in words.
const bodyNames = (ids) => ids.map((id) => data.bodies[id] || id);
const madeName = (id) => id.replaceAll("-", " ");
const dueLabel = (mandate) => mandate.u.map((due) => due[0]).join("; ");
const asked = (mandate) => bodyNames(mandate.b).join("; ");
// The first three bodies; the rest as a number, all of them beside the paragraph.
function askedShort(mandate) {
  const names = bodyNames(mandate.b);
  return names.length > 3 ? [names.slice(0, 2).join("; "), el("span", { class: "small" }, ` and ${names.length - 2} more`)] : names.join("; ");
}
const where = (mandate) => `${data.documents[mandate.d].label}, ${mandate.w}`;
const dateOf = (iso) => new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${iso}T00:00:00Z`));

// Passed or within a year, by the reader's own clock: the file itself carries no date of today.
function nearness(mandate) {
  const ends = mandate.u.map((due) => due[2]).filter(Boolean).sort();
  if (!ends.length) return null;
  const next = ends.find((date) => date >= today);
  if (!next) return el("span", { class: "chip plain", title: dateOf(ends.at(-1)) }, "date passed");
  if (next <= inAYear) return el("span", { class: "chip soon", title: dateOf(next) }, el("span", { "aria-hidden": "true" }, "◷"), "within a year");
  return null;
}

function words(mandate, kind) {
  const text = textOf(mandate.d).byId;
  return mandate.m[kind].map(([s, e, p]) => (text.has(p) ? [...text.get(p).t].slice(s, e).join("") : "")).join("; ");
}

function factList(mandate) {
  const facts = [
    ["Strength", mandate.s],
    ["Verb", words(mandate, "verb") || mandate.v],
    ["Asked", asked(mandate) + (mandate.h ? " (not named; follows from the text)" : "")],
    ["As written", words(mandate, "addressee")],
    ["To do", mandate.x],
    ["Delivers", madeName(mandate.f)],
    ["Due", dueLabel(mandate)],
    ["Due as written", words(mandate, "due")],
    ["Reports to", bodyNames(mandate.r).join("; ")],
    ["Page", mandate.g ? String(mandate.g) : ""],
  ];
  return el("dl", { class: "facts" }, facts.filter((fact) => fact[1]).map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]));
}
