// The results table with bars, and the plots beside it.

const LINKED = { contradicted: "contradicted", unsupported: "unsupported", supported: "supported", omitted: "omitted" };
const KIND_COLUMNS = [
  { figure: "supported", title: "supported", counts: true },
  { figure: "contradicted", title: "contradicted", counts: true, lower: true },
  { figure: "omitted", title: "omitted", counts: true, lower: true },
  { figure: "supported_share", title: "share supported" },
  { figure: "fact_accuracy", title: "accuracy" },
];
const table = { by: "all", sort: null, down: true };

const samplesLink = (side, more) => {
  const told = new URLSearchParams({ backend: side.place, ...more });
  return `#samples?${told}`;
};

const figureCell = (side, column, row, most, more) => {
  const figure = row && row.figures[column.figure];
  if (!figure) return el("td", { class: "figure none" }, el("span", { class: "hidden" }, "undefined"), el("span", { "aria-hidden": "true" }, "\u2013"));
  const shown = column.counts ? whole.format(figure[0]) : share(figure[0]);
  const told = LINKED[column.figure];
  const spread = figure.length > 1 ? ` (95%: ${share(figure[1])} to ${share(figure[2])})` : "";
  return el(
    "td",
    { class: `figure ${column.lower ? "lower" : ""}`, title: spread ? shown + spread : null },
    told && figure[0] ? el("a", { href: samplesLink(side, { verdict: told, ...more }) }, shown) : shown,
    spread && el("span", { class: "spread" }, ` \u00b1${share((figure[2] - figure[1]) / 2)}`),
    column.counts ? bar(most ? figure[0] / most : 0) : bar(...figure),
  );
};

const resultsTable = () => {
  const columns = table.by === "kinds" ? KIND_COLUMNS : data.columns;
  const groups = table.by === "all" ? [null] : [...new Set(data.sides.flatMap((side) => Object.keys(side[table.by])))];
  const rowOf = (side, group) => (group === null ? side.all : side[table.by][group]);
  const mostOf = (column) =>
    Math.max(0, ...groups.flatMap((group) => data.sides.map((side) => (rowOf(side, group)?.figures[column.figure] || [0])[0])));
  const order = (group) => {
    const sides = data.sides.filter((side) => rowOf(side, group));
    if (!table.sort) return sides;
    const value = (side) => (rowOf(side, group).figures[table.sort] || [-Infinity])[0];
    return sides.sort((a, b) => (table.down ? value(b) - value(a) : value(a) - value(b)));
  };
  const head = (column) =>
    el(
      "th",
      { scope: "col", class: "figure", "aria-sort": table.sort === column.figure ? (table.down ? "descending" : "ascending") : "none" },
      el(
        "button",
        {
          type: "button",
          class: "sort",
          "data-figure": column.figure,
          click: () => {
            table.down = table.sort === column.figure ? !table.down : !column.lower;
            table.sort = column.figure;
            drawTable(column.figure);
          },
        },
        column.title,
        el("span", { class: "arrow", "aria-hidden": "true" }, table.sort === column.figure ? (table.down ? " \u2193" : " \u2191") : ""),
      ),
    );
  return el(
    "table",
    { class: "results" },
    el("caption", { class: "hidden" }, "Figures of each backend"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, "backend"), el("th", { scope: "col", class: "figure" }, "answered"), columns.map(head))),
    groups.map((group) =>
      el(
        "tbody",
        {},
        group !== null && el("tr", { class: "group" }, el("th", { scope: "rowgroup", colspan: columns.length + 2 }, group)),
        order(group).map((side) => {
          const row = rowOf(side, group);
          const more = group === null ? {} : table.by === "kinds" ? { kind: group } : { task: group };
          return el(
            "tr",
            { class: side.upper ? "bound" : "" },
            el("th", { scope: "row" }, el("a", { href: samplesLink(side, more) }, side.name)),
            el("td", { class: row.answered < row.planned ? "figure short" : "figure" }, `${row.answered}/${row.planned}`),
            columns.map((column) => figureCell(side, column, row, mostOf(column), more)),
          );
        }),
      ),
    ),
  );
};

const drawTable = (focus) => {
  empty(byId("table"), resultsTable());
  if (focus) byId("table").querySelector(`[data-figure="${CSS.escape(focus)}"]`)?.focus();
};

const pointsOf = (x, y) =>
  data.sides
    .filter((side) => side.all && x(side) && y(side))
    .map((side) => ({ name: cut(side.short, 40), upper: side.upper, x: x(side), y: y(side) }));

const figureOf = (name) => (side) => side.all.figures[name];

const plots = () => {
  const found = [];
  const costs = pointsOf((side) => (side.all.spent.cost_per_summary ? [side.all.spent.cost_per_summary] : null), figureOf("fact_recall"));
  const width = Math.min(costs.length ? 520 : 860, Math.max(340, innerWidth - 32));
  const errors = pointsOf(figureOf("fact_recall"), figureOf("contradicted"));
  for (const one of errors) one.told = `${one.name}: recall ${share(one.x[0])}, ${whole.format(one.y[0])} contradicted`;
  if (errors.length)
    found.push(
      el(
        "figure",
        {},
        el("figcaption", {}, el("h3", {}, "Recall against contradictions"), el("p", {}, "To the right more is kept; upwards more is wrong.")),
        scatter({
          label: `Recall against facts contradicted. ${errors.map((one) => one.told).join("; ")}.`,
          x: "recall: share of the gold facts stated", y: "facts contradicted", points: errors, width, countsY: true,
        }),
      ),
    );
  for (const one of costs) one.told = `${one.name}: ${dollars(one.x[0])} a summary, recall ${share(one.y[0])}`;
  if (costs.length)
    found.push(
      el(
        "figure",
        {},
        el("figcaption", {}, el("h3", {}, "Cost against quality"), el("p", {}, "Dollars a summary, of the backends whose price is known.")),
        scatter({
          label: `Cost of a summary against recall. ${costs.map((one) => one.told).join("; ")}.`,
          x: "dollars a summary", y: "recall", points: costs, width, showX: dollars,
        }),
      ),
    );
  return found;
};

const results = () =>
  el(
    "section",
    { id: "results", "aria-labelledby": "results-title" },
    el("h2", { id: "results-title", tabindex: "-1" }, "Results"),
    el(
      "p",
      { class: "facts" },
      data.runs.map((run) => [
        el("span", {}, el("b", {}, run.id)),
        el("span", {}, `${count(run.articles, "article")} on ${count(run.events, "event")}`),
        el("span", {}, `${whole.format(run.counts.answered)} of ${count(run.counts.planned, "request")} answered`),
        run.started && el("span", {}, run.started.replace("T", " ").replace("Z", " UTC")),
      ]),
    ),
    el("div", { class: "tools" }, switcher("Rows of the table", [["all", "All"], ["tasks", "By task"], ["kinds", "By kind of fact"]], table.by, (by) => {
      table.by = by;
      table.sort = null;
      drawTable();
    })),
    el("div", { id: "table", class: "wide", tabindex: "0", role: "region", "aria-label": "Results table" }, resultsTable()),
    el(
      "div",
      { class: "notes" },
      data.runs.map((run) => [
        MANY_RUNS && el("p", {}, el("b", {}, run.id)),
        el("ul", {}, run.notes.map((note) => el("li", {}, note))),
        el("details", {}, el("summary", {}, "Signatures: what can move these figures"), el("ul", { class: "code" }, run.signatures.map((one) => el("li", {}, one)))),
      ]),
    ),
    el("div", { class: "plots", id: "plots" }, plots()),
  );
