// The runs, as harness/results/report/data.py packs them, and what is asked of them in several places.

const data = await unpack();
const KINDS = ["count", "date", "attribution", "statement"];
const WORDS = { s: "supported", c: "contradicted", o: "omitted" };
const GLYPHS = {
  supported: "\u2713", contradicted: "\u2717", omitted: "\u2013", unsupported: "?", unverifiable: "~",
  fair: "\u2713", "one-sided": "\u25d0", flattened: "\u25ac", blended: "\u25c7", misattributed: "\u21c4", fabricated: "\u2717",
};
const MANY_RUNS = data.runs.length > 1;
const MANY_EPOCHS = data.runs.some((run) => run.epochs > 1);
const str = (place) => data.strings[place] ?? "";

for (const sample of data.samples)
  sample.facts = sample.facts.map(([id, kind, weight, says, article, evidence]) => ({
    id, kind: KINDS[kind] || "", weight: data.weights[weight] || "", says: str(says), article, evidence: data.evidence[evidence],
  }));

const sideName = (side) => (MANY_RUNS ? `${side.backend} \u00b7 ${data.runs[side.run].id}` : side.backend);
const providers = new Set(data.sides.map((side) => side.backend.split("/", 1)[0]));
data.sides.forEach((side, place) => {
  side.place = place;
  side.name = sideName(side) + (side.upper ? "*" : "");
  side.short = providers.size === 1 ? side.name.slice(side.name.indexOf("/") + 1) : side.name;
});

const isUnsound = (verdict) => verdict === "contradicted" || verdict === "unsupported";
const isWrong = (claim) => str(claim[4]) === "hard" && isUnsound(str(claim[2]));

data.answers.forEach((answer, place) => {
  answer.place = place;
  const tally = { s: 0, c: 0, o: 0, ".": 0 };
  for (const letter of answer.verdicts || "") tally[letter] += 1;
  answer.supported = tally.s;
  answer.contradicted = tally.c;
  answer.omitted = tally.o;
  answer.unsupported = (answer.claims || []).filter(isWrong).length;
});

const answersOf = new Map();
for (const answer of data.answers) {
  const key = `${answer.sample} ${answer.side}`;
  if (!answersOf.has(key)) answersOf.set(key, []);
  answersOf.get(key).push(answer);
}
const answersBy = (sample, side) => answersOf.get(`${sample} ${side}`) || [];

const sampleOf = (answer) => data.samples[answer.sample];
// A sample's name; where a task has one article of its own name, that name once.
const sampleName = (sample) => (sample.id === `${sample.task}/${sample.task}` ? sample.task : sample.id);
const factName = (fact) => fact.says || fact.id;

// An address of an answer, and of one fact in it.
const addressOf = (answer, item) => {
  const side = data.sides[answer.side];
  const told = new URLSearchParams({ id: sampleOf(answer).id, backend: side.backend });
  if (MANY_EPOCHS) told.set("epoch", answer.epoch);
  if (MANY_RUNS) told.set("run", data.runs[side.run].id);
  if (item) told.set("item", item);
  return `#sample?${told}`;
};

const findAnswer = (told) => {
  const fits = (answer) => {
    const side = data.sides[answer.side];
    return (
      sampleOf(answer).id === told.get("id") &&
      (!told.has("backend") || side.backend === told.get("backend")) &&
      (!told.has("run") || data.runs[side.run].id === told.get("run")) &&
      (!told.has("epoch") || String(answer.epoch) === told.get("epoch"))
    );
  };
  return data.answers.find(fits);
};

// What was decided of an answer: facts, then claims, each with its spans in the summary and in articles.
const itemsOf = (answer) => {
  const sample = sampleOf(answer);
  const told = new Map((answer.told || []).map((one) => [one[0], one]));
  const items = [];
  let reason = 0;
  [...(answer.verdicts || "")].forEach((letter, place) => {
    if (letter === ".") return;
    const fact = sample.facts[place];
    const more = told.get(place) || [place, -1, -1];
    items.push({
      key: `f${place}`, sort: "fact", verdict: WORDS[letter], label: factName(fact), id: fact.id, kind: fact.kind, weight: fact.weight,
      spans: more[1] < 0 ? [] : [[more[1], more[2]]], evidence: fact.evidence, reason: str(answer.reasons[reason]),
      expected: str(more[3]), found: str(more[4]), mark: str(more[5]),
    });
    reason += 1;
  });
  (answer.claims || []).forEach((one, place) => {
    items.push({
      key: `c${place}`, sort: "claim", verdict: str(one[2]), severity: str(one[4]), label: answer.text.slice(one[0], one[1]), kind: str(one[3]),
      spans: [[one[0], one[1]]], evidence: data.evidence[one[6]], reason: str(one[5]),
    });
  });
  (answer.disputes || []).forEach((one, place) => {
    const dispute = sample.disputes[one[0]];
    items.push({
      key: `d${place}`, sort: "dispute", verdict: str(one[1]), label: dispute.point || dispute.id, id: dispute.id, kind: "dispute", spans: one[5] || [], evidence: [],
      reason: str(one[2]), also: (one[3] || []).map(str), values: (one[4] || []).map(str),
    });
  });
  return items;
};

const glyph = (verdict) => el("span", { class: "glyph", "aria-hidden": "true" }, GLYPHS[verdict] || "\u00b7");
