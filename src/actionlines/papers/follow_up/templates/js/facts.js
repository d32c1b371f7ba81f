// What is known of a mandate, in words.
const bodyNames = (ids) => ids.map((id) => data.bodies[id]?.[0] || id);
const bodyShorts = (ids) => ids.map((id) => data.bodies[id]?.[1] || id);
const strengthName = (id) => t(`strength.${id}`);
const forceName = (id) => t(`force.${id}`);
const fieldName = (id) => data.fields[id] || t("page.nothing-to-check");
const checkedFields = (mandate) => (mandate.c.length ? [...new Set(mandate.c.map(([field]) => field))] : ["none"]);
const reasonsOf = (mandate, field) => mandate.c.filter(([own]) => own === field).map(([, why]) => why).join(t("semicolon"));
// The mark of a field that a person should read: its reason in words; `named` says which field it is.
function checkMark(mandate, field, named) {
  const why = reasonsOf(mandate, field);
  if (!why) return null;
  const text = named ? t("field-reason", { field: fieldName(field), reason: why }) : why;
  return el("span", { class: "check" }, el("span", { "aria-hidden": "true" }, "?"), " ", el("span", { class: "vh" }, `${t("page.check")}: `), text);
}
const checkLine = (mandate) => mandate.c.map(([field, why]) => t("field-reason", { field: fieldName(field), reason: why })).join(t("semicolon"));
const forceChip = (mandate) => (mandate.k === "decided" ? null : el("span", { class: "chip force" }, forceName(mandate.k)));
const madeName = (id) => (id ? data.words[`made.${id}`] || id.replaceAll("-", " ") : "");
const dueLabel = (mandate) => mandate.u.map((due) => due[0]).join("; ");
const asked = (mandate) => bodyShorts(mandate.b).join("; ");
// A body by its short name, its full name a hover away.
function bodyNode(id) {
  const [name, short] = data.bodies[id] || [id, id];
  return name === short ? short : el("abbr", { title: name }, short);
}
// The first three bodies; the rest as a number, all of them beside the paragraph.
function askedShort(mandate) {
  const ids = mandate.b;
  const shown = ids.slice(0, ids.length > 3 ? 2 : 3).flatMap((id, at) => [at ? "; " : "", bodyNode(id)]);
  return ids.length > 3 ? [shown, el("span", { class: "small" }, ` ${t("more", { n: ids.length - 2 })}`)] : shown;
}
// The same as nodes: the document's name keeps its direction.
const whereNodes = (mandate) => [el("bdi", {}, breakable(data.documents[mandate.d].label)), `, ${mandate.w}`];
const where = (mandate) => `${data.documents[mandate.d].label}, ${mandate.w}`;
const dateOf = (iso) => {
  const [year, month, day] = iso.split("-").map(Number);
  return t("date.day", { day, month: t(`month.${month}`), year });
};

// Passed or within a year, by the reader's own clock: the file itself carries no date of today.
function nearness(mandate) {
  const ends = mandate.u.map((due) => due[2]).filter(Boolean).sort();
  if (!ends.length) return null;
  const next = ends.find((date) => date >= today);
  if (!next) return el("span", { class: "chip plain", title: dateOf(ends.at(-1)) }, t("page.date-passed"));
  if (next <= inAYear) return el("span", { class: "chip soon", title: dateOf(next) }, el("span", { "aria-hidden": "true" }, "◷"), t("page.within-year"));
  return null;
}

function words(mandate, kind) {
  const text = textOf(mandate.d).byId;
  return mandate.m[kind].map(([s, e, p]) => (text.has(p) ? [...text.get(p).t].slice(s, e).join("") : "")).join("; ");
}

function factList(mandate) {
  const facts = [
    [t("col.force"), forceName(mandate.k)],
    [t("col.strength"), strengthName(mandate.s)],
    [t("col.verb"), words(mandate, "verb") || mandate.v, "verb"],
    [t("col.asked"), mandate.h ? t("page.implied", { asked: bodyNames(mandate.b).join("; ") }) : bodyNames(mandate.b).join("; "), "addressees"],
    [t("page.as-written"), words(mandate, "addressee")],
    [t("page.to-do"), mandate.x, "action"],
    [t("col.deliverable"), madeName(mandate.f), "deliverable"],
    [t("col.due"), dueLabel(mandate), "due"],
    [t("col.due-words"), words(mandate, "due")],
    [t("col.reports"), bodyNames(mandate.r).join("; "), "report_to"],
    [t("col.page"), mandate.g ? String(mandate.g) : ""],
  ];
  return el("dl", { class: "facts" }, facts.map(([name, value, field]) => [name, value, field && checkMark(mandate, field)]).filter(([, value, mark]) => value || mark).map(([name, value, mark]) => [el("dt", {}, name), el("dd", {}, el("bdi", {}, value || "–"), mark)]));
}
