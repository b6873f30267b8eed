"use strict";
(() => {
  const make = (name, properties, ...children) => {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  };
  const collator = new Intl.Collator(document.documentElement.lang, { numeric: true });
  // What a cell is sorted by: its rank, its number, or its text; a symbol in place of a number comes last.
  const key = (cell) => {
    if (cell.dataset.sort) return Number(cell.dataset.sort);
    const text = cell.textContent.trim();
    if (text.startsWith("[") || text === "\u2013") return null;
    const number = Number(text.replace(/ \[.*/, "").replaceAll(",", ""));
    return Number.isNaN(number) ? text : number;
  };
  const compare = (a, b) => {
    if (a === null || b === null) return (a === null) - (b === null);
    return typeof a === "number" && typeof b === "number" ? a - b : collator.compare(a, b);
  };

  for (const table of document.querySelectorAll("table[data-sortable]")) {
    const body = table.tBodies[0];
    [...table.tHead.rows[0].cells].forEach((head, column) => {
      if (head.classList.contains("range-head")) return;
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.append(button);
      button.addEventListener("click", () => {
        const up = head.ariaSort !== "ascending";
        for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...body.rows].map((row) => [key(row.cells[column]), row]);
        rows.sort(([a], [b]) => (up || a === null || b === null ? compare(a, b) : compare(b, a)));
        body.append(...rows.map(([, row]) => row));
      });
    });
    if (!table.dataset.filter) continue;
    const input = make("input", { type: "search", autocomplete: "off" });
    const count = make("span", { role: "status" });
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = !row.cells[0].textContent.toLocaleLowerCase().includes(wanted);
        shown += !row.hidden;
      }
      count.textContent = wanted ? `${shown} ${table.dataset.shown} ${body.rows.length}` : "";
    });
    const label = make("label", {}, `${table.dataset.filter} `, input);
    table.closest(".scroll").before(make("div", { className: "tool" }, label, count));
  }

  for (const tool of document.querySelectorAll("[data-picker]")) {
    const dots = [...tool.parentElement.querySelectorAll("circle")];
    const named = dots.filter((dot) => dot.textContent);
    named.sort((a, b) => collator.compare(a.textContent, b.textContent));
    const select = make("select", {}, make("option", { value: "" }, tool.dataset.none));
    select.append(...named.map((dot) => make("option", { value: dot.dataset.code }, dot.textContent)));
    const link = make("a", { hidden: true }, tool.dataset.open);
    select.addEventListener("change", () => {
      for (const dot of dots) {
        const picked = dot.dataset.code === select.value;
        dot.classList.toggle("picked", picked);
        if (picked) dot.parentElement.append(dot);
      }
      link.hidden = !select.value;
      link.href = `networks/${select.value}.html`;
    });
    tool.append(make("label", {}, `${tool.dataset.picker} `, select), link);
  }

  const closed = () => document.querySelectorAll("details:not([open])");
  addEventListener("beforeprint", () => closed().forEach((one) => { one.open = one.dataset.opened = true; }));
  addEventListener("afterprint", () => {
    for (const one of document.querySelectorAll("details[data-opened]")) one.open = delete one.dataset.opened && false;
  });
})();
