// Facets, search and dates over the mandates.
const haystacks = [];
// What a search looks through: names and the words of the text.
function haystack(position) {
  const m = data.mandates[position];
  haystacks[position] ??= plain([where(m), m.v, strengthName(m.s), asked(m), bodyNames(m.b).join(" "), m.q, m.x, dueLabel(m), madeName(m.f), bodyNames(m.r).join(" "), bodyShorts(m.r).join(" "), m.a.map(([place]) => labelName(place)).join(" ")].join(" "));
  return haystacks[position];
}
const FACETS = [
  { key: "asked", title: t("part.asked"), of: (m) => m.b, name: (id) => data.bodies[id]?.[1] || id, whole: (id) => data.bodies[id]?.[0] },
  { key: "strength", title: t("col.strength"), of: (m) => [m.s], name: strengthName, order: STRENGTHS },
  { key: "force", title: t("col.force"), of: (m) => [m.k], name: forceName, order: FORCES },
  { key: "check", title: t("col.checks"), of: checkedFields, name: fieldName, order: [...Object.keys(data.fields), "none"] },
  { key: "line", title: t("col.line"), of: (m) => labelsAt(m, "action_lines"), name: nameOf },
  { key: "goal", title: t("col.goal"), of: (m) => labelsAt(m, "goals"), name: nameOf },
  { key: "doc", title: t("col.document"), of: (m) => [String(m.d)], name: (id) => data.documents[id]?.label || id },
  { key: "made", title: t("page.made"), of: (m) => (m.f ? [m.f] : []), name: madeName },
];

// The haystacks of a long list are made while nobody types, so that the first word finds them ready.
function prepareSearch(position = 0) {
  requestIdleCallback((idle) => {
    let at = position;
    while (at < data.mandates.length && idle.timeRemaining() > 1) haystack(at++);
    if (at < data.mandates.length) prepareSearch(at);
  });
}

const facetValues = [];
// The values that a mandate has for each facet, in the order of FACETS.
function valuesOf(position) {
  facetValues[position] ??= FACETS.map((facet) => [...new Set(facet.of(data.mandates[position]))]);
  return facetValues[position];
}

const PASSES = -1, FAILS = -2;
// For each mandate whether it passes; or the place of the one facet that holds it back, which counts it all the same.
function verdicts() {
  const chosen = FACETS.map((facet) => new Set(state[facet.key]));
  const active = FACETS.map((_, at) => at).filter((at) => chosen[at].size);
  return data.mandates.map((mandate, position) => {
    if (!passes(mandate, position)) return FAILS;
    const held = active.filter((at) => !valuesOf(position)[at].some((id) => chosen[at].has(id)));
    return held.length > 1 ? FAILS : held.length ? held[0] : PASSES;
  });
}

// Whether a mandate passes what is no facet: dates and words.
function passes(mandate, position) {
  if (state.dated && !mandate.u.length) return false;
  if (state.from && !mandate.u.some((due) => due[1] >= state.from && due[1] !== "")) return false;
  if (state.to && !mandate.u.some((due) => due[1] !== "" && due[1] <= state.to && (!state.from || due[1] >= state.from))) return false;
  return searched(position);
}

// The words searched for, folded once for all rows.
let typed = { q: "", words: [] };
function searched(position) {
  if (typed.q !== state.q) typed = { q: state.q, words: plain(state.q).split(/\s+/).filter(Boolean) };
  return typed.words.every((word) => haystack(position).includes(word));
}

const SORTS = {
  due: (a, b) => (a.o || "9").localeCompare(b.o || "9"),
  asked: (a, b) => asked(a).localeCompare(asked(b)),
  checks: (a, b) => b.c.length - a.c.length,
  strength: (a, b) => STRENGTHS.indexOf(a.s) - STRENGTHS.indexOf(b.s),
};

// The places of the mandates that pass, in the order chosen.
function found(judged) {
  const positions = [];
  judged.forEach((verdict, position) => verdict === PASSES && positions.push(position));
  const sort = SORTS[state.sort];
  if (sort) positions.sort((a, b) => sort(data.mandates[a], data.mandates[b]) || a - b);
  return positions;
}

function showFacet(facet, at, judged) {
  const counts = new Map();
  judged.forEach((verdict, position) => {
    const within = verdict === PASSES || verdict === at ? 1 : 0;
    for (const id of valuesOf(position)[at]) counts.set(id, (counts.get(id) || 0) + within);
  });
  if (counts.size < 2) return null;
  const ids = [...counts.keys()];
  const chosen = state[facet.key];
  if (facet.order) ids.sort((a, b) => facet.order.indexOf(a) - facet.order.indexOf(b));
  else if (facet.key !== "doc") ids.sort((a, b) => chosen.includes(b) - chosen.includes(a) || counts.get(b) - counts.get(a) || facet.name(a).localeCompare(facet.name(b)));
  const ticks = ids.map((id) => {
    const box = el("input", { type: "checkbox", name: facet.key, value: id, id: `f-${facet.key}-${id}` });
    box.checked = chosen.includes(id);
    return el("label", { class: "tick" }, box, el("span", { title: facet.whole?.(id) }, facet.name(id)), el("span", { class: "n" }, number.format(counts.get(id))));
  });
  return el("fieldset", { class: "facet" }, el("legend", {}, facet.title), el("div", { class: "choices" }, ticks));
}

function showFilters(judged) {
  const focused = document.activeElement?.id;
  const scrolled = new Map([...document.querySelectorAll("#facets .choices")].map((box) => [box.previousSibling.textContent, box.scrollTop]));
  $("facets").replaceChildren(...FACETS.map((facet, at) => showFacet(facet, at, judged)).filter(Boolean));
  for (const box of document.querySelectorAll("#facets .choices")) box.scrollTop = scrolled.get(box.previousSibling.textContent) || 0;
  if (focused && $(focused) && document.activeElement?.id !== focused) $(focused).focus({ preventScroll: true });
  for (const key of ["q", "from", "to"]) if ($(`f-${key}`) !== document.activeElement) $(`f-${key}`).value = state[key];
  $("f-dated").checked = Boolean(state.dated);
  $("f-sort").value = state.sort;
  const on = filtersOn();
  $("filters-on").textContent = on ? t("page.filters-on", { n: on }) : "";
  $("clear").disabled = !on;
}

const filtersOn = () => LISTS.reduce((sum, key) => sum + state[key].length, 0) + ["q", "from", "to", "dated"].filter((key) => state[key]).length;

function listenToFilters() {
  const form = $("filter-form");
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", (event) => {
    const input = event.target;
    if (input.name === "dated") go({ dated: input.checked ? "1" : "", page: "" }, true);
    else if (input.type === "checkbox") {
      const chosen = state[input.name].filter((id) => id !== input.value);
      go({ [input.name]: input.checked ? [...chosen, input.value] : chosen, page: "" }, true);
    } else if (input.type === "search" || !input.value || input.value >= "1900") go({ [input.name]: input.value, page: "" }, true);
  });
  $("clear").addEventListener("click", () => {
    for (const key of ["q", "from", "to"]) $(`f-${key}`).value = "";
    go({ ...UNFILTERED, page: "" });
  });
  $("f-sort").addEventListener("change", () => go({ sort: $("f-sort").value, page: "" }, true));
  const wide = matchMedia("(min-width: 1101px)");
  const fit = () => { $("filters").open = wide.matches; };
  wide.addEventListener("change", fit);
  fit();
}
