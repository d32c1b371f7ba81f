// Charts: the picture in the page is there from the start; it comes alive when its part is opened.
const drawn = new Map();
const dark = matchMedia("(prefers-color-scheme: dark)");
const TOKENS = { "#1a2230": "--ink", "#566072": "--muted", "#d5dae2": "--line", "#fdfdfe": "--paper", "#1c4f8c": "--accent", "#9db9da": "--accent-soft", "#8a5300": "--amber" };

// The spec with the colours that the page has now.
function coloured(figure) {
  const style = getComputedStyle(document.documentElement);
  let text = figure.querySelector(".spec").textContent;
  for (const [colour, token] of Object.entries(TOKENS)) text = text.replaceAll(colour, style.getPropertyValue(token).trim() || colour);
  const spec = JSON.parse(text);
  return figure.clientWidth < 520 ? slim(spec) : spec;
}

// The spec for a phone: labels cut sooner, so that room is left for what they label.
function slim(spec) {
  spec.config.axis.labelLimit = 130;
  if (spec.encoding?.y?.axis) spec.encoding.y.axis.labelLimit = spec.usermeta?.narrow || 130;
  for (const layer of spec.layer || []) {
    if (layer.mark.limit) layer.mark.limit = 105;
    if (layer.encoding.x?.scale?.domain?.[0] < 0) layer.encoding.x.scale.domain = [-1, 2];
  }
  return spec;
}

async function draw(figure) {
  const live = figure.querySelector(".live");
  if (drawn.has(figure) || typeof vegaEmbed !== "function") return;
  drawn.set(figure, null);
  try {
    live.hidden = false;
    figure.querySelector(".static").hidden = true;
    const result = await vegaEmbed(live, coloured(figure), { ast: true, actions: false, renderer: "svg", defaultStyle: false, tooltip: { disableDefaultStyle: true } });
    drawn.set(figure, result.view);
    result.view.addEventListener("click", (event, item) => item?.datum && follow(figure.dataset.clicks, item.datum));
    figure.querySelector(".take").hidden = false;
  } catch (error) {
    live.hidden = true;
    figure.querySelector(".static").hidden = false;
  }
}

function follow(clicks, datum) {
  const open = { ...UNFILTERED, page: "", open: "" };
  if (clicks === "mandate" && datum.mandate !== undefined) go({ ...open, view: "mandates", open: String(datum.mandate) });
  if (clicks === "body" && datum.body) go({ ...open, view: "mandates", asked: [datum.body] });
  if (clicks === "pair" && datum.pair) {
    $("pairs").open = true;
    const row = $(`pair-${datum.pair}`);
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
  }
  if (clicks === "instrument" && datum.instrument) go({ cited: datum.instrument });
}

async function take(figure, kind) {
  const view = drawn.get(figure);
  if (!view) return;
  const paper = getComputedStyle(document.documentElement).getPropertyValue("--paper").trim();
  view.background(paper);
  await view.runAsync();
  if (kind === "svg") download(`${figure.id}.svg`, new Blob([await view.toSVG()], { type: "image/svg+xml" }));
  else (await view.toCanvas(2)).toBlob((blob) => download(`${figure.id}.png`, blob));
}

function showCharts() {
  for (const figure of document.querySelectorAll(`#view-${state.view} .chart`)) draw(figure);
}

function listenToCharts() {
  for (const button of document.querySelectorAll("[data-take]")) button.addEventListener("click", () => take(button.closest("figure"), button.dataset.take));
  dark.addEventListener("change", () => {
    for (const view of drawn.values()) view?.finalize();
    drawn.clear();
    showCharts();
  });
}
