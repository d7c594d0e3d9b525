"use strict";
(() => {
  const PAGE = 200;
  const at = (id) => document.getElementById(id);
  const words = JSON.parse(at("words").textContent);
  // [verdict, score, deposit, high, medium, low, path, provider, merchant, template, problem, tone, link]
  const rows = JSON.parse(at("data").textContent).map((cells, order) => ({
    cells, order, text: [cells[6], cells[7], cells[8], cells[9], cells[10]].join("\n").toLowerCase(),
  }));
  const VERDICT = 0, PATH = 6, TEMPLATE = 9, PROBLEM = 10, TONE = 11, LINK = 12;
  const numbers = new Set([1, 3, 4, 5]);
  const ranks = new Map(words.verdicts.map(([name], rank) => [name, rank]));
  let shown = rows, page = 0, sorted = null, down = false;

  const make = (name, text, kind) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    if (kind) made.className = kind;
    return made;
  };
  const value = (row, column) => {
    const cell = row.cells[column];
    return column === VERDICT ? ranks.get(cell) : cell;
  };
  const compare = (a, b) => {
    const [one, other] = [value(a, sorted), value(b, sorted)];
    if (one === null || other === null) return (one === null) - (other === null) || a.order - b.order;
    const by = typeof one === "number" ? one - other : String(one).localeCompare(String(other), "zh", { numeric: true });
    return (down ? -by : by) || a.order - b.order;
  };
  const choose = () => {
    const search = at("search").value.trim().toLowerCase();
    const verdict = at("verdict").value, template = at("template").value, problems = at("problems").checked;
    shown = rows.filter((row) =>
      (!verdict || row.cells[VERDICT] === verdict) && (!template || row.cells[TEMPLATE] === template) &&
      (!problems || row.cells[PROBLEM]) && (!search || row.text.includes(search)));
    if (sorted !== null) shown.sort(compare);
    page = 0;
    draw();
  };
  const draw = () => {
    const last = Math.max(Math.ceil(shown.length / PAGE) - 1, 0);
    page = Math.min(Math.max(page, 0), last);
    const body = document.createDocumentFragment();
    for (const { cells } of shown.slice(page * PAGE, (page + 1) * PAGE)) {
      const row = make("tr");
      words.columns.forEach((_, column) => {
        if (column === VERDICT) {
          const [, word] = words.verdicts[ranks.get(cells[VERDICT])];
          row.append(make("td", word, `verdict ${cells[TONE]}`));
        } else if (column === PATH) {
          const cell = make("td", undefined, "path");
          if (cells[LINK]) {
            const link = make("a", cells[PATH]);
            link.href = cells[LINK];
            cell.append(link);
          } else cell.textContent = cells[PATH];
          row.append(cell);
        } else {
          const cell = make("td", cells[column] ?? "–", numbers.has(column) ? "number" : column === PROBLEM ? "problem" : "");
          if (column === 3 && cells[column]) cell.classList.add("bad");
          row.append(cell);
        }
      });
      body.append(row);
    }
    at("rows").replaceChildren(body);
    at("page").textContent = `${page + 1} / ${last + 1}`;
    at("before").disabled = page === 0;
    at("after").disabled = page === last;
    at("counts").textContent = words.counts.replace("{shown}", shown.length).replace("{count}", rows.length);
  };

  words.columns.forEach((title, column) => {
    const head = make("th", undefined, numbers.has(column) ? "number" : "");
    head.scope = "col";
    const button = make("button", title);
    button.addEventListener("click", () => {
      down = sorted === column ? !down : numbers.has(column);
      sorted = column;
      document.querySelectorAll("th").forEach((one) => one.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      choose();
    });
    head.append(button);
    at("head").append(head);
  });
  const count = (column) => rows.reduce((counts, { cells }) => counts.set(cells[column], (counts.get(cells[column]) || 0) + 1), new Map());
  const verdicts = count(VERDICT);
  for (const [name, word] of words.verdicts) {
    if (verdicts.has(name)) at("verdict").append(new Option(`${word} (${verdicts.get(name)})`, name));
  }
  const templates = [...count(TEMPLATE)].filter(([name]) => name).sort((a, b) => b[1] - a[1]);
  for (const [name, much] of templates.slice(0, 500)) at("template").append(new Option(`${name} (${much})`, name));
  at("search").addEventListener("input", choose);
  for (const id of ["verdict", "template", "problems"]) at(id).addEventListener("change", choose);
  at("before").addEventListener("click", () => { page -= 1; draw(); });
  at("after").addEventListener("click", () => { page += 1; draw(); });
  draw();
})();
