// The list of answers: filtered, sorted, and drawn only where it is seen.

const ROW = 52;
const EXTRA = 8;
const DISPUTE_WORDS = ["fair", "one-sided", "flattened", "blended", "misattributed", "fabricated", "omitted"];
const FILTERS = { q: "", backend: "", task: "", kind: "", verdict: "", order: "" };
const filter = { ...FILTERS };
const list = { found: data.answers, current: null, top: -1, drawn: "" };

const haystacks = new Map();
const haystack = (answer) => {
  if (!haystacks.has(answer)) {
    const sample = sampleOf(answer);
    const titles = sample.articles.map((place) => data.articles[place].title).join(" ");
    haystacks.set(answer, `${sample.id} ${data.sides[answer.side].name} ${titles} ${answer.text}`.toLowerCase());
  }
  return haystacks.get(answer);
};

const ofKind = (answer, letter) => {
  const facts = sampleOf(answer).facts;
  return [...(answer.verdicts || "")].some((one, at) => one !== "." && (!letter || one === letter) && (!filter.kind || facts[at].kind === filter.kind));
};
const LETTERS = { supported: "s", contradicted: "c", omitted: "o" };
const claimsOf = (answer, verdict) => (answer.claims || []).some((one) => str(one[2]) === verdict);

const fitsVerdict = (answer) => {
  const asked = filter.verdict;
  if (asked === "none") return Boolean(answer.none);
  if (asked === "unscored") return Boolean(answer.unscored);
  if (asked.startsWith("dispute ")) return (answer.disputes || []).some((one) => str(one[1]) === asked.slice(8));
  if (asked === "unsupported") return (answer.claims || []).some((one) => str(one[2]) === asked && str(one[4]) === "hard") && (!filter.kind || ofKind(answer, ""));
  if (asked === "unverifiable") return claimsOf(answer, asked);
  return ofKind(answer, LETTERS[asked] || "") || (!filter.kind && asked === "contradicted" && claimsOf(answer, asked));
};

const fits = (answer) =>
  (filter.backend === "" || answer.side === Number(filter.backend)) &&
  (!filter.task || sampleOf(answer).task === filter.task) &&
  (!(filter.verdict || filter.kind) || fitsVerdict(answer)) &&
  (!filter.q || filter.q.toLowerCase().split(/\s+/).every((word) => haystack(answer).includes(word)));

const ORDERS = {
  "": null,
  wrong: (a, b) => b.contradicted + b.unsupported - a.contradicted - a.unsupported,
  recall: (a, b) => (a.values?.recall ?? 2) - (b.values?.recall ?? 2),
  best: (a, b) => (b.values?.recall ?? -1) - (a.values?.recall ?? -1),
};

const applyFilter = () => {
  const found = data.answers.filter(fits);
  if (ORDERS[filter.order]) found.sort((a, b) => ORDERS[filter.order](a, b) || a.place - b.place);
  list.found = found;
  list.places = new Map(found.map((answer, place) => [answer, place]));
  byId("found").textContent = found.length === data.answers.length ? count(found.length, "answer") : `${whole.format(found.length)} of ${count(data.answers.length, "answer")}`;
  byId("list").scrollTop = 0;
  list.drawn = "";
  drawList();
  drawSteps();
};

const option = (answer, place) => {
  const side = data.sides[answer.side];
  const chosen = answer === list.current;
  const tally = answer.none ? [el("span", { class: "none" }, "no answer")] : answer.verdicts
    ? [["supported", answer.supported], ["contradicted", answer.contradicted], ["unsupported", answer.unsupported], ["omitted", answer.omitted]]
        .filter(([name, number]) => number || name === "supported")
        .map(([name, number]) => el("span", { class: `tally ${name}` }, glyph(name), el("span", { class: "hidden" }, ` ${name} `), whole.format(number)))
    : [answer.unsupported ? el("span", { class: "tally unsupported" }, glyph("unsupported"), whole.format(answer.unsupported)) : null];
  const node = el(
    "div",
    { role: "option", id: `option-${answer.place}`, class: "option", "aria-selected": String(chosen), "aria-setsize": list.found.length, "aria-posinset": place + 1, click: () => go(addressOf(answer)) },
    el("span", { class: "sample" }, sampleName(sampleOf(answer))),
    el("span", { class: "by" }, cut(side.name, 40), MANY_EPOCHS && ` \u00b7 ${answer.epoch}`),
    el("span", { class: "tallies" }, tally),
  );
  node.style.top = `${place * ROW}px`;
  return node;
};

const drawList = () => {
  const box = byId("list");
  const first = Math.max(0, Math.floor(box.scrollTop / ROW) - EXTRA);
  const last = Math.min(list.found.length, Math.ceil((box.scrollTop + (box.clientHeight || 600)) / ROW) + EXTRA);
  const drawn = `${first} ${last} ${list.current?.place}`;
  if (drawn === list.drawn) return;
  list.drawn = drawn;
  const spacer = byId("spacer");
  spacer.style.height = `${list.found.length * ROW}px`;
  const rows = [];
  for (let place = first; place < last; place += 1) rows.push(option(list.found[place], place));
  empty(spacer, rows, !list.found.length && el("div", { role: "option", "aria-disabled": "true", "aria-selected": "false", class: "nothing" }, "No answer fits these filters."));
  const at = list.current ? list.places.get(list.current) : undefined;
  if (at !== undefined && at >= first && at < last) box.setAttribute("aria-activedescendant", `option-${list.current.place}`);
  else box.removeAttribute("aria-activedescendant");
};

const showInList = (answer) => {
  const box = byId("list");
  const at = list.places.get(answer);
  if (at === undefined) return;
  if (at * ROW < box.scrollTop) box.scrollTop = at * ROW;
  else if ((at + 1) * ROW > box.scrollTop + box.clientHeight) box.scrollTop = (at + 1) * ROW - box.clientHeight;
};

// Moves so many answers on; stays at the ends.
const step = (by) => {
  if (!list.found.length) return;
  const at = list.places.get(list.current);
  const from = at ?? (by > 0 ? -1 : list.found.length);
  const to = Math.max(0, Math.min(list.found.length - 1, from + by));
  const answer = list.found[to];
  if (answer !== list.current) go(addressOf(answer), list.current !== null);
};

const setFilter = (name, value) => {
  filter[name] = value;
  applyFilter();
};

const filters = () => {
  const tasks = [...new Set(data.samples.map((sample) => sample.task))];
  return el(
    "form",
    { class: "filters", role: "search", "aria-label": "Filter the answers", submit: (event) => event.preventDefault() },
    el("label", { class: "choice" }, el("span", {}, "Text"), el("input", { id: "filter-q", type: "search", autocomplete: "off", placeholder: "sample, title, summary", input: (event) => setFilter("q", event.target.value.trim()) })),
    choice("filter-backend", "Backend", [["", "all"], ...data.sides.map((side) => [side.place, side.name])], "", (value) => setFilter("backend", value)),
    choice("filter-task", "Task", [["", "all"], ...tasks.map((task) => [task, task])], "", (value) => setFilter("task", value)),
    choice("filter-kind", "Kind", [["", "all"], ...KINDS.map((kind) => [kind, kind])], "", (value) => setFilter("kind", value)),
    el(
      "label",
      { class: "choice" },
      el("span", {}, "Has a verdict"),
      el(
        "select",
        { id: "filter-verdict", change: (event) => setFilter("verdict", event.target.value) },
        el("option", { value: "" }, "any"),
        el("optgroup", { label: "Fact or claim" }, ["contradicted", "unsupported", "supported", "omitted", "unverifiable"].map((one) => el("option", { value: one }, one))),
        el("optgroup", { label: "Dispute" }, DISPUTE_WORDS.map((one) => el("option", { value: `dispute ${one}` }, one))),
        el("optgroup", { label: "Nothing to show" }, el("option", { value: "none" }, "no answer"), el("option", { value: "unscored" }, "unscored")),
      ),
    ),
    choice("filter-order", "Order", [["", "by sample"], ["wrong", "most wrong first"], ["recall", "least recall first"], ["best", "most recall first"]], "", (value) => setFilter("order", value)),
    el("button", { type: "button", class: "plain", id: "clear", click: () => { Object.assign(filter, FILTERS); writeFilters(); applyFilter(); } }, "Clear"),
    el("output", { id: "found", "aria-live": "polite" }),
  );
};

const writeFilters = () => {
  for (const name of Object.keys(FILTERS)) byId(`filter-${name}`).value = filter[name];
};

const samples = () => [
  el("h2", { id: "samples-title", tabindex: "-1", class: "hidden" }, "Samples"),
  filters(),
  el(
    "div",
    { class: "split" },
    el("div", { id: "list", role: "listbox", tabindex: "0", "aria-label": "Answers", scroll: drawList, keydown: listKeys }, el("div", { id: "spacer", role: "presentation" })),
    el("section", { id: "reader", "aria-label": "Answer" }, el("p", { class: "none hint" }, "Choose an answer: click one, or press j for the next and k for the one before.")),
  ),
];

const listKeys = (event) => {
  const page = Math.max(1, Math.floor(byId("list").clientHeight / ROW) - 1);
  const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -data.answers.length, End: data.answers.length }[event.key];
  if (by === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  event.stopPropagation();
  step(by);
};
