// What is known of a mandate, in words.
const bodyNames = (ids) => ids.map((id) => data.bodies[id]?.[0] || id);
const bodyShorts = (ids) => ids.map((id) => data.bodies[id]?.[1] || id);
const strengthName = (id) => t(`strength.${id}`);
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
    [t("col.strength"), strengthName(mandate.s)],
    [t("col.verb"), words(mandate, "verb") || mandate.v],
    [t("col.asked"), mandate.h ? t("page.implied", { asked: bodyNames(mandate.b).join("; ") }) : bodyNames(mandate.b).join("; ")],
    [t("page.as-written"), words(mandate, "addressee")],
    [t("page.to-do"), mandate.x],
    [t("col.deliverable"), madeName(mandate.f)],
    [t("col.due"), dueLabel(mandate)],
    [t("col.due-words"), words(mandate, "due")],
    [t("col.reports"), bodyNames(mandate.r).join("; ")],
    [t("col.page"), mandate.g ? String(mandate.g) : ""],
  ];
  return el("dl", { class: "facts" }, facts.filter((fact) => fact[1]).map(([name, value]) => [el("dt", {}, name), el("dd", { dir: "auto" }, value)]));
}
