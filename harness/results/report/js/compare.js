// Two sides beside each other: figures, and the facts that one has and the other has not.

const CHANGES = [
  ["lost", "Lost", "supported in A alone"],
  ["gained", "Gained", "supported in B alone"],
  ["newly contradicted", "Newly contradicted", "contradicted in B, not stated in A"],
  ["no longer contradicted", "No longer contradicted", "contradicted in A, not stated in B"],
];
const WEIGHTS = { key: 0, supporting: 1, detail: 2 };
const SHOWN = 8;
// Of two runs, the first backend in both; of one, its first two.
const twin = data.sides.findIndex((side) => side.run !== data.sides[0].run && side.backend === data.sides[0].backend);
const pair = { a: 0, b: twin > 0 ? twin : Math.min(1, data.sides.length - 1), by: "task", answers: 0, apart: 0 };

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

// A difference as a dot, with its interval as a line; 0 is in the middle. An end that is cut off has no stroke.
const nameOfVerdict = (row) => row.verdict.replaceAll(" ", "-");
const whisker = (row, most) => {
  const x = (value) => (110 + (106 * Math.max(-most, Math.min(most, value))) / most).toFixed(1);
  const [value, low, high] = row.at;
  const end = (at) => (Math.abs(at) > most ? "" : `M${x(at)} 6v8`);
  return svg(
    "svg",
    { class: `whisker ${nameOfVerdict(row)}`, viewBox: "0 0 220 20", "aria-hidden": "true", focusable: "false" },
    svg("line", { class: "zero", x1: 110, x2: 110, y1: 0, y2: 20 }),
    low === undefined ? null : svg("path", { class: "ends", d: `M${x(low)} 10H${x(high)}${end(low)}${end(high)}` }),
    svg("circle", { class: "dot", cx: x(value), cy: 10, r: 4 }),
  );
};

// How far the picture of shares, or of counts, reaches to both sides of 0: as far as what can be told needs.
const reachOf = (rows, share) => {
  const drawn = rows.filter((row) => row.share === share && row.at);
  const told = drawn.filter((row) => row.verdict !== "cannot be told");
  return Math.max(0, ...(told.length ? told : drawn).flatMap((row) => row.at.map(Math.abs)), ...drawn.map((row) => Math.abs(row.at[0]))) || 1;
};

// What the program says of two sides: the table of 'harness compare', with a picture of each difference.
const differences = (found) => {
  const most = [true, false].map((share) => reachOf(found.rows, share));
  const heads = ["figure", "A", "B", "B \u2212 A", "95% interval", "p", "verdict"];
  const cell = (row) => (text, i) => (i === 0 ? el("th", { scope: "row" }, text) : el("td", { class: i === 6 ? `verdict ${nameOfVerdict(row)}` : text === "-" ? "figure none" : "figure", title: i === 6 && row.reason }, text === "-" ? "\u2013" : text));
  return el("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "Differences, scrolls sideways" },
    el("table", { class: "differences" },
      el("caption", { class: "hidden" }, "Figures of A and B, and their difference"),
      el("thead", {}, el("tr", {}, heads.map((name, i) => el("th", { scope: "col", class: i && i < 6 ? "figure" : "" }, name)), el("td", { class: "meta" }, "less \u00b7 0 \u00b7 more in B"))),
      el("tbody", {}, found.rows.map((row) => el("tr", {}, row.cells.map(cell(row)), el("td", {}, row.at && whisker(row, most[row.share ? 0 : 1])))))),
    el("p", { class: "meta" }, `Dot: B \u2212 A. Line: its 95% interval, where there is one. The picture reaches from \u2212${most[0].toFixed(2)} to ${most[0].toFixed(2)} for shares, from \u2212${most[1].toFixed(1)} to ${most[1].toFixed(1)} for counts. p is corrected for the number of figures.`));
};

const differencesOf = (a, b) => {
  const found = data.differences[`${a} ${b}`];
  if (!found) return el("p", { class: "note" }, "These two are not compared on this page; \u2018harness compare\u2019 does.");
  if (found.why) return el("p", { class: "note" }, `Their figures cannot be compared: ${found.why}`);
  return [
    el("p", { class: "told", id: "pair-verdict" }, found.told),
    el("p", { class: "meta" }, found.shared),
    differences(found),
    el("ul", { class: "meta notes" }, found.notes.map((note) => el("li", {}, note))),
  ];
};

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
  const caution = pair.apart > 0 && `${count(pair.apart, "answer")} left out: they were graded under different signatures.`;
  empty(
    byId("pair"),
    differencesOf(pair.a, pair.b),
    el("h3", { class: "part" }, "Gained and lost facts"),
    el("p", { class: "lede", id: "pair-told" }, told),
    caution && el("p", { class: "note" }, caution),
    el("div", { class: "beside part" }, el("div", {},
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
    el("h2", { id: "compare-title", tabindex: "-1" }, "A and B"),
    data.sides.length < 2
      ? el("p", { class: "none" }, "There is one backend: nothing to compare it with.")
      : [
          el("div", { class: "tools" }, choice("pair-a", "A", sides, pair.a, choose("a")), choice("pair-b", "B", sides, pair.b, choose("b")),
            el("button", { type: "button", class: "plain", click: () => { [pair.a, pair.b] = [pair.b, pair.a]; byId("pair-a").value = pair.a; byId("pair-b").value = pair.b; say(drawPair()); } }, "Swap")),
          el("div", { id: "pair" }),
        ],
  );
};
