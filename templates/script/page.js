"use strict";
(() => {
  const words = JSON.parse(document.currentScript.dataset.words);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const textOf = (element) => element.textContent.replace(/\s+/g, " ").trim();
  const fill = (text, ...parts) => parts.reduce((filled, part) => filled.replace("{}", () => part), text);
  const main = document.querySelector("main");
  const heard = make("p", { className: "unseen", role: "status" });
  main.append(heard);
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  const same = (text) => text.trim().toLocaleLowerCase();

  // What a cell is sorted by: its verdict's rank, its number, or its text; a symbol in place of a number comes last.
  const key = (cell) => {
    const text = textOf(cell);
    if (text.startsWith("[") || text === "\u2013") return null;
    if (/^v\d$/.test(cell.className)) return Number(cell.className[1]);
    const number = Number(text.replace(/ \[.*/, "").replaceAll(",", ""));
    return Number.isNaN(number) || text === "" ? text : number;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
  };
  const sortable = (table) => {
    const heads = [...table.tHead.rows[0].cells];
    const body = table.tBodies[0];
    heads.forEach((head, column) => {
      if (head.classList.contains("range-head")) return;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.ariaSort !== "ascending";
        for (const other of heads) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
        rows.sort(([a], [b]) => (up || a === null || b === null ? compare(a, b) : compare(b, a)));
        body.append(...rows.map(([, row]) => row));
        heard.textContent = fill(up ? words.up : words.down, textOf(button));
      });
    });
  };
  const filterable = (table) => {
    const rows = [...table.tBodies[0].rows];
    const input = make("input", { type: "search" });
    const count = make("span", { role: "status" });
    input.addEventListener("input", () => {
      const wanted = same(input.value);
      for (const row of rows) row.hidden = !same(row.cells[0].textContent).includes(wanted);
      count.textContent = wanted ? fill(words.shown, rows.filter((row) => !row.hidden).length, rows.length) : "";
    });
    table.closest(".scroll").before(make("div", { className: "tool" }, make("label", {}, words.filter, input), count));
  };
  for (const table of all("table[data-sortable]")) {
    sortable(table);
    if (table.tBodies[0].rows.length > 12) filterable(table);
  }

  // A table as CSV: a cell that spans rows stands in each; a text that a spreadsheet could run gets an apostrophe.
  const quoted = (text) =>
    `"${(/^'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/.test(text) ? `'${text}` : text).replaceAll('"', '""')}"`;
  const csv = (table) => {
    const grid = [...table.rows].map(() => []);
    [...table.rows].forEach((row, down) => {
      for (const cell of row.cells) {
        let across = 0;
        while (grid[down][across] !== undefined) across += 1;
        for (let more = 0; more < cell.rowSpan; more += 1) grid[down + more][across] = textOf(cell);
      }
    });
    return `\ufeff${grid.map((row) => `${row.map(quoted).join(",")}\r\n`).join("")}`;
  };
  for (const place of all(".get")) {
    const holder = place.dataset.of ? document.getElementById(place.dataset.of) : place.previousElementSibling;
    const table = holder.querySelector("table");
    const button = make("button", { type: "button" }, words.download);
    button.addEventListener("click", () => {
      const href = URL.createObjectURL(new Blob([csv(table)], { type: "text/csv;charset=utf-8" }));
      const name = textOf(table.caption).replace(/[^\p{L}\p{N}]+/gu, "-");
      make("a", { href, download: `${name}.csv` }).click();
      setTimeout(() => URL.revokeObjectURL(href), 1000);
    });
    place.prepend(button);
  }

  // The dots of a narrow drawing are those of the wide one before it, in the same order.
  for (const dots of all(".narrow").map((chart) => all("circle", chart))) {
    const wide = dots.length ? all(".wide circle", dots[0].closest("figure")) : [];
    dots.forEach((dot, at) => { dot.dataset.code = wide[at].dataset.code; });
  }
  // A row in words: its name, and what stands in it below each head.
  const said = (row) => {
    const heads = [...row.closest("table").tHead.rows[0].cells].slice(1);
    return [...row.cells].slice(1).map((cell, at) => `${textOf(heads[at])}: ${textOf(cell)}`);
  };
  const rowOf = (code) => document.querySelector(`[data-sortable] tr[data-area="${CSS.escape(code)}"]`);
  // Dots of a chart with their rows: by the area's code, or year by year from the table that follows the figure.
  const dots = (chart) => {
    const at = (dot, axis) => Number(dot.getAttribute(`c${axis}`) ?? dot.getAttribute(axis));
    const placed = all("[data-code]", chart).map((dot) => [at(dot, "x"), at(dot, "y"), rowOf(dot.dataset.code)]);
    const table = chart.closest("figure").nextElementSibling?.querySelector("table.annual");
    const bases = new Map();
    for (const path of table ? all(".main-dot,.far", chart) : []) {
      const found = [...path.getAttribute("d").matchAll(/M(\S+) (\S+?)h0/g)].map(([, x, y]) => [Number(x), Number(y)]);
      bases.set(path.dataset.basis, [...(bases.get(path.dataset.basis) ?? []), ...found]);
    }
    for (const [basis, found] of bases) {
      const given = [...table.tBodies[0].rows].filter(
        (row) => (!basis || row.dataset.basis === basis) && /^\d/.test(textOf(row.querySelector(".rate") ?? row.cells[1])),
      );
      found.sort(([a], [b]) => a - b);
      placed.push(...found.map((place, at) => [...place, given[at]]));
    }
    return placed.filter(([, , row]) => row);
  };
  for (const chart of all("svg.chart")) {
    const figure = chart.closest("figure");
    const title = chart.querySelector("title");
    if (title) {
      // The browser's own tooltip would lie over these.
      const name = document.createElementNS(chart.namespaceURI, "desc");
      name.id = title.id;
      name.append(title.textContent);
      title.replaceWith(name);
    }
    const tip = make("div", { className: "tip", hidden: true, ariaHidden: "true" });
    figure.append(tip);
    let known;
    const hide = () => { tip.hidden = true; };
    const show = (event) => {
      known ??= dots(chart);
      const edge = chart.getBoundingClientRect();
      const scale = edge.width / chart.viewBox.baseVal.width;
      const away = ([x, y]) => Math.hypot(edge.left + x * scale - event.clientX, edge.top + y * scale - event.clientY);
      const nearest = known.reduce((best, dot) => (!best || away(dot) < away(best) ? dot : best), null);
      if (!nearest || away(nearest) > 24) return hide();
      const [x, y, row] = nearest;
      tip.replaceChildren(make("b", {}, textOf(row.cells[0])), ...said(row).map((line) => make("span", {}, line)));
      tip.hidden = false;
      const around = figure.getBoundingClientRect();
      const left = edge.left - around.left + x * scale + 14;
      tip.style.left = `${Math.max(0, Math.min(left, around.width - tip.offsetWidth))}px`;
      tip.style.top = `${edge.top - around.top + y * scale + 14}px`;
    };
    chart.addEventListener("pointermove", show);
    chart.addEventListener("pointerdown", show);
    chart.addEventListener("pointerleave", hide);
    addEventListener("keydown", (event) => event.key === "Escape" && hide());
  }

  for (const tool of all("[data-picker]")) {
    const circles = all("circle", tool.parentElement);
    const rows = new Map(circles.map((dot) => [dot.dataset.code, rowOf(dot.dataset.code)]));
    const named = [...rows].map(([code, row]) => [textOf(row.cells[0]), code]).sort(([a], [b]) => collator.compare(a, b));
    const select = make("select", {}, make("option", { value: "" }, words.choose));
    select.append(...named.map(([name, value]) => make("option", { value }, name)));
    const link = make("a", { hidden: true }, words.briefing);
    const read = make("p", { role: "status" });
    select.addEventListener("change", () => {
      for (const dot of circles) {
        const picked = dot.dataset.code === select.value;
        dot.classList.toggle("picked", picked);
        if (picked) dot.parentElement.append(dot);
      }
      const row = rows.get(select.value);
      link.hidden = !row;
      if (row) link.href = row.querySelector("a").href;
      read.textContent = row ? said(row).join("; ") : "";
    });
    tool.append(make("label", {}, words.pick, select), link, read);
  }

  // Every area by name: linked ones, then the parts that stand below a link in the list of places.
  for (const tool of all("[data-finder]")) {
    const places = new Map();
    const add = (name, href) => { if (!places.has(same(name))) places.set(same(name), [name, href]); };
    for (const link of all("tr[data-area] a[href]")) add(textOf(link), link.href);
    for (const link of all(".places a")) {
      for (let part = link.nextSibling; part; part = part.nextSibling) {
        const name = part.nodeType === Node.TEXT_NODE ? textOf(part) : "";
        if (name) add(name, `${link.href}#a-${encodeURIComponent(name.replaceAll(" ", "_"))}`);
      }
    }
    const list = make("datalist", { id: "areas" });
    list.append(...[...places.values()].map(([value]) => make("option", { value })));
    const input = make("input", { type: "search" });
    input.setAttribute("list", list.id);
    const none = make("span", { role: "status" });
    const form = make("form", { className: "tool" }, make("label", {}, words.find, input), list);
    form.append(make("button", {}, words.open), none);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const wanted = same(input.value);
      const names = wanted ? [...places.keys()] : [];
      const found =
        names.find((name) => name === wanted) ??
        names.find((name) => name.startsWith(wanted)) ??
        names.find((name) => name.includes(wanted));
      none.textContent = found ? "" : words.unknown;
      if (found) location.href = places.get(found)[1];
    });
    tool.append(form);
    if (location.hash === "#find") input.focus();
  }

  addEventListener("beforeprint", () => all("details:not([open])").forEach((one) => { one.open = one.dataset.opened = true; }));
  addEventListener("afterprint", () => {
    for (const one of all("details[data-opened]")) one.open = delete one.dataset.opened && false;
  });
})();
