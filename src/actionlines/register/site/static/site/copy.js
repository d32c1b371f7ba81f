// The search of a copy: its words and titles are scripts, since a page that is a file can load nothing else.
"use strict";

(() => {
  const page = document.getElementById("copy-search");
  const parts = Number(page.dataset.parts);
  const block = Number(page.dataset.block);
  const MOST = 50;
  const waiting = {}, loaded = {};
  globalThis.searchPart = (name, held) => waiting[name](held);
  const load = (name) => loaded[name] ??= new Promise((done, failed) => {
    waiting[name] = done;
    const script = document.createElement("script");
    script.src = `${name}.js`;
    script.onerror = failed;
    document.head.append(script);
  });

  // As actionlines.register.site.static_copy.words does it.
  const words = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()
    .replace(/[\u3040-\u30ff\u3400-\u9fff]/gu, " $& ").match(/[\p{L}\p{N}]+/gu) ?? [];
  const part = (word) => {
    const [first, second] = [...word].map((one) => one.codePointAt(0));
    return (first * 31 + (second ?? 0)) % parts;
  };

  // Number of a title -> how well it has a word: the word as it is before one that only begins so.
  const having = async (word) => {
    const held = await load(`words-${part(word)}`);
    const found = new Map();
    const add = (numbers, points) => { for (const one of numbers) found.set(one, Math.max(points, found.get(one) ?? 0)); };
    if (Object.hasOwn(held, word)) add(held[word], 2);
    if ([...word].length > 1) for (const longer of Object.keys(held)) if (longer.startsWith(word)) add(held[longer], 1);
    return found;
  };
  const find = async (question) => {
    const each = await Promise.all([...new Set(words(question))].map(having));
    if (!each.length) return [];
    const all = [...each[0].keys()].filter((one) => each.every((some) => some.has(one)));
    const points = (one) => each.reduce((sum, some) => sum + some.get(one), 0);
    return all.sort((a, b) => points(b) - points(a) || a - b);
  };
  const shown = async (number) => {
    const titles = await load(`titles-${Math.floor(number / block)}`);
    const [place, title, text, file] = titles[number % block];
    const item = document.createElement("li");
    const head = item.appendChild(document.createElement("h2"));
    const link = head.appendChild(document.createElement("a"));
    link.href = `../${file}`;
    link.dir = "auto";
    link.textContent = title;
    for (const words of [text, place]) {
      if (!words) continue;
      const line = item.appendChild(document.createElement("p"));
      line.dir = "auto";
      line.className = words === place ? "small" : "";
      line.textContent = words;
    }
    return item;
  };

  const box = page.querySelector("input[type=search]");
  const list = document.getElementById("copy-found");
  const status = document.getElementById("copy-status");
  let latest = 0;
  const ask = async () => {
    const turn = ++latest;
    const found = await find(box.value);
    const items = await Promise.all(found.slice(0, MOST).map(shown));
    if (turn !== latest) return;
    list.replaceChildren(...items);
    const asked = box.value.trim() !== "";
    status.textContent = !asked ? "" : found.length ? `${page.dataset.found} ${found.length}` : page.dataset.none;
  };
  box.value = new URLSearchParams(location.search).get("q") ?? "";
  box.addEventListener("input", ask);
  page.querySelector("form").addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  ask();
})();
