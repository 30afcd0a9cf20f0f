// Two sides beside each other: figures, and the facts that one has and the other has not.

const CHANGES = [
  ["lost", "Lost", "supported in A alone"],
  ["gained", "Gained", "supported in B alone"],
  ["newly contradicted", "Newly contradicted", "contradicted in B, not stated in A"],
  ["no longer contradicted", "No longer contradicted", "contradicted in A, not stated in B"],
];
const WEIGHTS = { key: 0, supporting: 1, detail: 2 };
const SHOWN = 8;
const pair = { a: 0, b: Math.min(1, data.sides.length - 1), by: "task", answers: 0, apart: 0 };

const changeOf = (a, b) => {
  if (a === b || a === "." || b === "." || !a || !b) return null;
  if (a === "s") return "lost";
  if (b === "s") return "gained";
  return b === "c" ? "newly contradicted" : "no longer contradicted";
};

// The facts on which A and B differ, in the answers that both were graded on by the same signature.
const changesOf = (a, b) => {
  const found = [];
  pair.answers = 0;
  pair.apart = 0;
  data.samples.forEach((sample, place) => {
    for (const before of answersBy(place, a)) {
      const after = answersBy(place, b).find((one) => one.epoch === before.epoch);
      if (!after || !before.verdicts || !after.verdicts) continue;
      if (before.signature !== after.signature) {
        pair.apart += 1;
        continue;
      }
      pair.answers += 1;
      sample.facts.forEach((fact, at) => {
        const change = changeOf(before.verdicts[at], after.verdicts[at]);
        if (change) found.push({ change, sample, fact, at, before, after });
      });
    }
  });
  return found.sort((one, other) => (WEIGHTS[one.fact.weight] ?? 3) - (WEIGHTS[other.fact.weight] ?? 3));
};

const changesPlot = (changes) => {
  const groups = new Map();
  const nameOf = (one) => (pair.by === "task" ? one.sample.task : one.fact.kind);
  for (const one of changes) {
    if (one.change !== "lost" && one.change !== "gained") continue;
    const name = nameOf(one);
    if (!groups.has(name)) groups.set(name, { lost: 0, gained: 0 });
    groups.get(name)[one.change] += 1;
  }
  if (!groups.size) return el("p", { class: "none" }, "No fact was gained or lost.");
  const rows = [...groups].sort((one, other) => other[1].lost + other[1].gained - one[1].lost - one[1].gained).slice(0, 40);
  const most = Math.max(...rows.map(([, one]) => Math.max(one.lost, one.gained)));
  const half = (name, number) =>
    el("td", { class: `half ${name}` }, el("span", { class: "number" }, number ? whole.format(number) : "\u00b7"),
      svg("svg", { class: "bar", viewBox: "0 0 100 10", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
        svg("rect", { class: name, x: name === "lost" ? 100 - (100 * number) / most : 0, y: 0, width: (100 * number) / most, height: 10 })));
  return el(
    "table",
    { class: "diverging" },
    el("caption", { class: "hidden" }, "Facts lost and gained"),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, pair.by === "task" ? "task" : "kind"), el("th", { scope: "col", class: "lost" }, "lost"), el("th", { scope: "col", class: "gained" }, "gained"))),
    el("tbody", {}, rows.map(([name, one]) => el("tr", {}, el("th", { scope: "row" }, name), half("lost", one.lost), half("gained", one.gained)))),
  );
};

const differences = (a, b) =>
  el(
    "table",
    { class: "differences" },
    el("caption", { class: "hidden" }, "Figures of A and B"),
    el("thead", {}, el("tr", {}, ["figure", "A", "B", "B \u2212 A"].map((name, i) => el("th", { scope: "col", class: i ? "figure" : "" }, name)))),
    el(
      "tbody",
      {},
      data.columns.map((column) => {
        const [one, other] = [a, b].map((side) => side.all && side.all.figures[column.figure]);
        const digits = column.counts ? 0 : 2;
        const cell = (figure) => el("td", { class: figure ? "figure" : "figure none" }, figure ? figure[0].toFixed(digits) : "\u2013");
        const change = one && other ? other[0] - one[0] : null;
        const good = change === null || Math.abs(change) < 0.005 ? "" : change > 0 === !column.lower ? "up" : "down";
        return el("tr", {}, el("th", { scope: "row" }, column.title), cell(one), cell(other),
          el("td", { class: `figure change ${good}` }, good && el("span", { class: "meta" }, good === "up" ? "better " : "worse "), change === null ? "\u2013" : Math.abs(change) < 0.5 * 10 ** -digits ? "=" : signed(change, digits)));
      }),
    ),
  );

const changeItem = ({ change, sample, fact, at, before, after }) =>
  el(
    "li",
    {},
    el("a", { href: addressOf(change === "lost" || change === "no longer contradicted" ? before : after, `f${at}`) }, brief(factName(fact))),
    el("span", { class: "meta" }, [fact.weight, fact.kind, sampleName(sample), MANY_EPOCHS && `epoch ${after.epoch}`].filter(Boolean).join(" \u00b7 ")),
    el("span", { class: "meta" }, "A ", glyph(WORDS[before.verdicts[at]]), ` ${WORDS[before.verdicts[at]]} \u2192 B `, glyph(WORDS[after.verdicts[at]]), ` ${WORDS[after.verdicts[at]]}`),
  );

const changeList = (changes, name, title, told) => {
  const these = changes.filter((one) => one.change === name);
  if (!these.length) return null;
  const list = el("ul", { class: "changes" }, these.slice(0, SHOWN).map(changeItem));
  const rest = these.slice(SHOWN);
  const more = rest.length > 0 && el("button", { type: "button", class: "plain", click: (event) => { fill(list, rest.splice(0, 500).map(changeItem)); if (rest.length) event.target.textContent = `Show ${rest.length} more`; else event.target.remove(); } }, `Show ${rest.length} more`);
  return el("div", { class: `change ${name.replaceAll(" ", "-")}` }, el("h3", {}, title, " ", el("span", { class: "number" }, whole.format(these.length))), el("p", { class: "meta" }, told), list, more);
};

const drawPair = () => {
  const [a, b] = [data.sides[pair.a], data.sides[pair.b]];
  if (pair.a === pair.b) {
    empty(byId("pair"), el("p", { class: "none" }, "A and B are the same. Choose two."));
    return;
  }
  const changes = changesOf(pair.a, pair.b);
  const number = (name) => changes.filter((one) => one.change === name).length;
  const told = `From A, ${a.name}, to B, ${b.name}: ${count(number("gained"), "fact")} gained, ${whole.format(number("lost"))} lost, on ${count(pair.answers, "answer")} that both have.`;
  const cautions = [
    pair.apart && `${count(pair.apart, "answer")} left out: they were graded under different signatures.`,
    a.run !== b.run && "Figures are of all that each run has; \u2018harness compare\u2019 restricts them to what both share, and tests the differences.",
  ].filter(Boolean);
  empty(
    byId("pair"),
    el("p", { class: "told", id: "pair-told" }, told),
    cautions.map((one) => el("p", { class: "note" }, one)),
    el("div", { class: "beside" }, differences(a, b), el("div", {},
      switcher("Bars", [["task", "By task"], ["kind", "By kind"]], pair.by, (by) => { pair.by = by; empty(byId("pair-plot"), changesPlot(changes)); }),
      el("div", { id: "pair-plot" }, changesPlot(changes)))),
    el("div", { class: "columns" }, CHANGES.map(([name, title, meant]) => changeList(changes, name, title, meant))),
  );
  return told;
};

const compare = () => {
  const sides = data.sides.map((side) => [side.place, side.name]);
  const choose = (which) => (value) => {
    pair[which] = Number(value);
    say(drawPair());
  };
  return el(
    "section",
    { id: "compare", "aria-labelledby": "compare-title" },
    el("h2", { id: "compare-title", tabindex: "-1" }, "Gained and lost"),
    data.sides.length < 2
      ? el("p", { class: "none" }, "There is one backend: nothing to compare it with.")
      : [
          el("div", { class: "tools" }, choice("pair-a", "A", sides, pair.a, choose("a")), choice("pair-b", "B", sides, pair.b, choose("b")),
            el("button", { type: "button", class: "plain", click: () => { [pair.a, pair.b] = [pair.b, pair.a]; byId("pair-a").value = pair.a; byId("pair-b").value = pair.b; say(drawPair()); } }, "Swap")),
          el("div", { id: "pair" }),
        ],
  );
};
