// What a paragraph addresses: chips, and the words that carried the one chosen.
const CHIPS = 4;
// At first sight at most so many labels of one level.
const OF_LEVEL = 3;
const sureShort = (p) => (p === 100 ? t("align.short") : t("percent", { n: p }));
const sureLong = (p) => (p === 100 ? t("align.named") : t("page.p", { p: t("percent", { n: p }) }));
const labelName = (place) => `${data.labels[place][2]} ${data.labels[place][3]}`.trim();
const listed = (labels) => labels.map(([place, p]) => `${data.labels[place][2]} (${p === 100 ? t("align.named") : t("percent", { n: p })})`).join("; ");

// The ids of one level that a mandate addresses; a target stands for its goal as well.
function labelsAt(mandate, level) {
  const ids = mandate.a.map(([place]) => data.labels[place]).flatMap(([id, own]) => (own === level ? [id] : level === "goals" && own === "targets" ? [id.split(".")[0]] : []));
  return [...new Set(ids)];
}
const labelsById = new Map(data.labels.map((label, place) => [label[0], place]));
const nameOf = (id) => (labelsById.has(id) ? labelName(labelsById.get(id)) : id);

function chipParts([place, p]) {
  const [id, , code, name] = data.labels[place];
  // The number is never cut off; what follows it in "C7 E-health" is the name of the line.
  const [first, ...rest] = id.startsWith("C7-") ? code.split(" ") : [code];
  return [el("b", {}, first), rest.length ? el("span", { class: "own" }, rest.join(" ")) : null, name ? el("span", { class: "nm" }, name) : null, el("span", { class: "p" }, sureShort(p))];
}
const chipTitle = ([place, p]) => `${labelName(place)}: ${sureLong(p)}`;

// The first chips of a row; the rest as a number, all of them beside the paragraph.
function chips(mandate) {
  if (!mandate.a.length) return null;
  const first = firstOfLevels(mandate.a).slice(0, CHIPS);
  const list = el("ul", { class: "chips" }, mandate.a.map((one) => el("li", { class: "chip label", title: chipTitle(one), hidden: !printing && !first.includes(one) }, chipParts(one))));
  return [list, moreButton(list, mandate.a.length - first.length)];
}
function firstOfLevels(labels) {
  const seen = {};
  return labels.filter(([place]) => (seen[data.labels[place][1]] = (seen[data.labels[place][1]] || 0) + 1) <= OF_LEVEL);
}
// A button that shows what is hidden in a list.
function moreButton(list, rest) {
  if (rest <= 0 || printing) return null;
  const button = el("button", { type: "button", class: "link more", onclick: () => {
    const hidden = [...list.querySelectorAll("[hidden]")];
    for (const one of hidden) one.hidden = false;
    button.remove();
    if (hidden[0]) {
      hidden[0].setAttribute("tabindex", "-1");
      hidden[0].focus({ preventScroll: true });
    }
  } }, t("page.more-labels", { n: number.format(rest) }));
  return button;
}
// Tables of labels show the first few rows of a level; print shows all.
function shortenSpoken() {
  for (const rows of document.querySelectorAll("table.spoken tbody")) {
    const rest = [...rows.rows].slice(OF_LEVEL);
    for (const row of rest) row.hidden = true;
    const button = moreButton(rows, rest.length);
    if (button) rows.closest(".scroll").after(button);
  }
}

// The words that carried all labels of a paragraph, or one of them in two strengths.
function evidenceSpans(line, one) {
  if (!one) return (line.a || []).flatMap(([, , spans]) => spans).map(([s, e]) => ({ s, e, k: "al" }));
  const most = Math.max(0, ...one[2].map(([, , weight]) => weight));
  return one[2].map(([s, e, weight]) => ({ s, e, k: weight * 2 >= most ? "al strong" : "al weak" }));
}

// Chips to choose from. `paint(one)` marks the words of the chosen label, or of all when none is chosen.
function alignment(document, id, paint) {
  const line = textOf(document).byId.get(id);
  if (!data.aligned || !line?.a) return [];
  const head = el("h4", {}, t("col.aligned"));
  if (!line.a.length) return [head, el("p", { class: "small" }, t("page.no-labels"))];
  const said = el("p", { class: "small carried", role: "status" }, t("page.labels"));
  const first = firstOfLevels(line.a);
  const buttons = line.a.map((one) => el("button", { hidden: !first.includes(one), type: "button", class: "chip label", "aria-pressed": "false", title: chipTitle(one), onclick: () => choose(one) }, chipParts(one)));
  const choose = (one) => {
    const at = line.a.indexOf(one);
    const on = buttons[at].getAttribute("aria-pressed") !== "true";
    buttons.forEach((button, place) => button.setAttribute("aria-pressed", String(on && place === at)));
    said.replaceChildren(...(on ? carried(document, line, one) : [t("page.labels")]));
    paint(on ? one : null);
  };
  const box = el("div", { class: "chips" }, buttons);
  return [head, box, moreButton(box, line.a.length - first.length) || "", said];
}

// The same in words: which words, and what share of all that speaks for the label each of them has.
function carried(document, line, one) {
  const label = labelName(one[0]);
  if (!one[2].length) return [t("page.no-words", { label })];
  const points = [...line.t];
  const words = one[2].flatMap(([s, e, weight], at) => [at ? ", " : "", el("bdi", { lang: data.documents[document].lang || null }, `“${points.slice(s, e).join("")}”`), one[1] === 100 ? "" : ` (${t("percent", { n: weight })})`]);
  const [before, after] = t("page.carried", { label, list: "\n" }).split("\n");
  return [before, ...words, after].filter(Boolean);
}
