// Charts are pictures that are there from the start; this only lets a reader search and take them along.
(() => {
  "use strict";
  document.documentElement.classList.add("js");

  function download(name, blob) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  // The picture with the colours that the page has now, in full size, on paper.
  function picture(figure) {
    const style = getComputedStyle(document.documentElement);
    const source = figure.querySelector(".static svg");
    const [, , width, height] = source.getAttribute("viewBox").split(" ").map(Number);
    const copy = source.cloneNode(true);
    copy.setAttribute("width", width);
    copy.setAttribute("height", height);
    const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
    for (const [name, value] of [["width", "100%"], ["height", "100%"], ["fill", style.getPropertyValue("--paper").trim()]]) ground.setAttribute(name, value);
    copy.prepend(ground);
    const markup = new XMLSerializer().serializeToString(copy).replace(/var\((--[a-z-]+)\)/g, (_, token) => style.getPropertyValue(token).trim());
    return { markup, width, height };
  }

  function take(figure, kind) {
    const { markup, width, height } = picture(figure);
    const blob = new Blob([markup], { type: "image/svg+xml" });
    if (kind === "svg") return download(`${figure.id}.svg`, blob);
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement("canvas");
      canvas.width = width * 2;
      canvas.height = height * 2;
      canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
      canvas.toBlob((made) => download(`${figure.id}.png`, made));
    };
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(markup)}`;
  }

  // A cell for CSV: quoted, and never a formula.
  function csvCell(text) {
    const safe = /^[=+@\t\r\n\0＝＋－＠]|^-(?![\d.]+$)/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  }

  function takeTable(figure) {
    const rows = [...figure.querySelectorAll("table tr")].map((row) => [...row.cells].map((cell) => csvCell(cell.textContent.trim())).join(","));
    download(`${figure.id}.csv`, new Blob([`\ufeff${rows.join("\r\n")}\r\n`], { type: "text/csv" }));
  }

  for (const button of document.querySelectorAll("[data-take]")) {
    button.addEventListener("click", () => {
      const figure = button.closest("figure");
      const kind = button.dataset.take;
      if (kind === "csv") takeTable(figure);
      else if (kind === "spec") download(`${figure.id}.vl.json`, new Blob([figure.querySelector(".spec").textContent], { type: "application/json" }));
      else take(figure, kind);
    });
  }

  const find = document.getElementById("find");
  const plain = (text) => text.normalize("NFKD").replace(/[\p{M}\p{Cf}]/gu, "").toLowerCase();
  find?.addEventListener("input", () => {
    const words = plain(find.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const card of document.querySelectorAll(".card")) {
      const text = plain(`${card.querySelector("h3").textContent} ${card.dataset.words}`);
      card.hidden = !words.every((word) => text.includes(word));
      shown += !card.hidden;
    }
    document.getElementById("found").textContent = `${document.getElementById("found").dataset.word}: ${shown}`;
  });

  // Countries by name, indicator and class, each row and card hidden or not.
  const [country, series, klass, left] = ["country", "series", "class", "left"].map((id) => document.getElementById(id));
  const places = [...document.querySelectorAll(".country")].map((card) => ({
    card, text: plain(`${card.querySelector("h3").textContent} ${card.dataset.words}`), rows: [...card.querySelectorAll("tbody tr")],
  }));
  function choose() {
    const words = plain(country.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const { card, text, rows } of places) {
      let any = false;
      if (words.every((word) => text.includes(word))) {
        for (const row of rows) {
          row.hidden = (series.value && row.dataset.s !== series.value) || (klass.value && row.dataset.c !== klass.value);
          any ||= !row.hidden;
        }
      }
      card.hidden = !any;
      shown += any;
    }
    left.textContent = `${left.dataset.word}: ${shown}`;
  }
  for (const one of [country, series, klass]) one?.addEventListener("input", choose);

  let closed = [];
  addEventListener("beforeprint", () => {
    // A print view may be asked for again before the first has ended.
    const shut = [...document.querySelectorAll("main details:not([open])")];
    for (const one of shut) one.open = true;
    closed.push(...shut);
  });
  addEventListener("afterprint", () => {
    for (const one of closed) one.open = false;
    closed = [];
  });
})();
