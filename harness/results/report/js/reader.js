// One answer: its summary beside the articles, every verdict linked to the words it rests on.

const reading = { answer: null, items: [], marks: new Map(), rows: new Map(), chosen: null };
const RANK = ["contradicted", "unsupported", "fabricated", "misattributed", "blended", "flattened", "one-sided", "supported", "fair", "unverifiable", "omitted"];
const worse = (one, other) => RANK.indexOf(one.verdict) - RANK.indexOf(other.verdict) || (one.sort === "claim") - (other.sort === "claim");

// Cuts a text at the ends of all spans; each piece knows the items that it belongs to.
const pieces = (whole_text, spans) => {
  const ends = [...new Set([0, whole_text.length, ...spans.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const at = new Map(ends.map((end, place) => [end, place]));
  const owners = ends.map(() => []);
  for (const [start, end, item] of spans) for (let place = at.get(start); place < at.get(end); place += 1) owners[place].push(item);
  const found = [];
  for (let place = 0; place + 1 < ends.length; place += 1) found.push([whole_text.slice(ends[place], ends[place + 1]), owners[place]]);
  return found;
};

const note = (item, mark) => {
  if (!reading.marks.has(item.key)) reading.marks.set(item.key, []);
  reading.marks.get(item.key).push(mark);
};

const marked = (whole_text, spans, inSummary) =>
  pieces(whole_text, spans).map(([piece, items], place, all) => {
    if (!items.length) return piece;
    const shown = inSummary ? items.filter((item) => item.sort !== "dispute") : items;
    const worst = [...(shown.length ? shown : items)].sort(worse)[0];
    const look = !shown.length ? "dispute" : worst.sort === "claim" && worst.verdict === "supported" ? "checked" : worst.verdict;
    const isNew = place === 0 || !all[place - 1][1].includes(worst);
    const traits = {
      class: inSummary ? `mark ${look}` : "mark evidence",
      "data-items": items.map((item) => item.key).join(" "),
      click: () => chooseNext(items, worst),
      mouseenter: () => light(items, true),
      mouseleave: () => light(items, false),
    };
    if (inSummary)
      Object.assign(traits, {
        tabindex: "0", role: "button",
        keydown: (event) => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); event.stopPropagation(); chooseNext(items, worst); } },
        focus: () => light(items, true), blur: () => light(items, false),
      });
    const mark = el("mark", traits, inSummary && isNew && look !== "dispute" && [look !== "supported" && look !== "checked" && glyph(worst.verdict), el("span", { class: "hidden" }, `${worst.verdict}: `)], piece);
    for (const item of items) note(item, mark);
    return mark;
  });

// A click on words that several items rest on goes from one to the next.
const chooseNext = (items, worst) => {
  const order = [worst, ...items.filter((item) => item !== worst)];
  const at = order.indexOf(reading.chosen);
  choose(order[(at + 1) % order.length], true);
};

const light = (items, on) => {
  for (const item of items) {
    for (const mark of reading.marks.get(item.key) || []) mark.classList.toggle("lit", on);
    reading.rows.get(item.key)?.classList.toggle("lit", on);
  }
};

const choose = (item, scrolls) => {
  const before = reading.chosen;
  if (before) {
    for (const mark of reading.marks.get(before.key) || []) mark.classList.remove("chosen");
    const row = reading.rows.get(before.key);
    row?.querySelector("button").setAttribute("aria-expanded", "false");
    row?.querySelector(".more")?.remove();
    row?.classList.remove("chosen");
  }
  reading.chosen = item === before ? null : item;
  if (!reading.chosen) return;
  const row = reading.rows.get(item.key);
  if (row) {
    for (let node = row.closest("details"); node; node = node.parentElement.closest("details")) node.open = true;
    row.classList.add("chosen");
    row.querySelector("button").setAttribute("aria-expanded", "true");
    row.append(detail(item));
  }
  const marks = reading.marks.get(item.key) || [];
  for (const mark of marks) mark.classList.add("chosen");
  if (!scrolls) return;
  const bring = (node) => node?.scrollIntoView({ block: "nearest", behavior: "instant" });
  if (matchMedia("(min-width: 700px)").matches) {
    marks.find((mark) => mark.closest(".articles"))?.scrollIntoView({ block: "center", behavior: "instant" });
    bring(marks.find((mark) => mark.closest(".summary")));
  }
  bring(row);
};

const quote = (whole_text, start, end) => {
  return el("q", {}, cut(whole_text.slice(start, end), 400));
};

const detail = (item) => {
  const rows = [["Reason", brief(item.reason)]];
  if (item.mark) rows.push(["Mark", brief(item.mark)]);
  if (item.expected && item.expected !== item.label) rows.push(["Expected", brief(item.expected)]);
  if (item.found) rows.push(["Found", brief(item.found)]);
  if (item.also?.length) rows.push(["Also", brief(item.also.join(", "))]);
  if (item.values?.length) rows.push(["Told", item.values.map((value) => el("p", {}, brief(value)))]);
  if (item.sort !== "claim" && item.spans.length) rows.push(["Summary", item.spans.map((span) => el("p", {}, quote(reading.answer.text, ...span)))]);
  const sample = sampleOf(reading.answer);
  if (item.evidence.length)
    rows.push([
      "Evidence",
      item.evidence.map(([place, start, end]) =>
        el("p", {}, sample.articles.length > 1 && el("span", { class: "number" }, `[${sample.articles.indexOf(place) + 1}] `), quote(data.articles[place].text, start, end)),
      ),
    ]);
  const id = item.id && item.id !== item.label ? item.id : null;
  if (id) rows.push(["Id", el("code", {}, id)]);
  return el("dl", { class: "more" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
};

const itemRow = (item) => {
  const meta = [item.sort !== "fact" && item.verdict, item.mark, item.severity === "warning" && "warning", item.weight, item.kind !== item.sort && item.kind].filter(Boolean).map((one) => cut(one, 60)).join(" \u00b7 ");
  const row = el(
    "li",
    { class: `item ${item.verdict}`, mouseenter: () => light([item], true), mouseleave: () => light([item], false) },
    el("button", { type: "button", "aria-expanded": "false", "data-item": item.key, click: () => choose(item, true) },
      glyph(item.verdict), el("span", { class: "label" }, cut(item.label, 300)), el("span", { class: "meta" }, meta)),
  );
  reading.rows.set(item.key, row);
  return row;
};

const itemGroup = (title, items, open) =>
  items.length
    ? el("details", { class: "group", open }, el("summary", {}, title, " ", el("span", { class: "number" }, whole.format(items.length))), el("ul", { class: "items" }, items.map(itemRow)))
    : null;

const byWeight = (one, other) => (WEIGHTS[one.weight] ?? 3) - (WEIGHTS[other.weight] ?? 3);

const findings = (items) => {
  const pick = (sort, verdict) => items.filter((item) => item.sort === sort && item.verdict === verdict).sort(byWeight);
  const claims = items.filter((item) => item.sort === "claim");
  const disputes_told = items.filter((item) => item.sort === "dispute");
  const wrong = claims.filter((item) => isUnsound(item.verdict));
  return [
    itemGroup("Facts contradicted", pick("fact", "contradicted"), true),
    itemGroup("Claims without support", wrong, true),
    itemGroup("Facts stated", pick("fact", "supported"), true),
    itemGroup("Disputes touched", disputes_told.filter((item) => item.verdict !== "omitted").sort(worse), true),
    itemGroup("Facts left out", pick("fact", "omitted"), false),
    itemGroup("Disputes left out", disputes_told.filter((item) => item.verdict === "omitted"), false),
    itemGroup("Claims checked", claims.filter((item) => !wrong.includes(item)), false),
  ];
};

const figuresOf = (answer) => {
  const names = { recall: "recall", accuracy: "accuracy", rouge1: "ROUGE-1", rougeL: "ROUGE-L", words: "words" };
  const found = Object.entries(answer.values || {}).map(([name, value]) => [names[name] || name, name === "words" ? whole.format(value) : share(value)]);
  if (answer.cost) found.push(["cost", dollars(answer.cost)]);
  return found.length ? el("dl", { class: "figures" }, found.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value)))) : null;
};

const others = (answer) => {
  const found = data.sides.flatMap((side) => answersBy(answer.sample, side.place));
  if (found.length < 2) return null;
  return choice("same-sample", "Summary by", found.map((one) => [one.place, data.sides[one.side].name + (MANY_EPOCHS ? ` \u00b7 epoch ${one.epoch}` : "")]), answer.place, (value) => go(addressOf(data.answers[Number(value)])));
};

const articlesOf = (answer, items) => {
  const sample = sampleOf(answer);
  const spans = new Map(sample.articles.map((place) => [place, []]));
  for (const item of items) for (const [place, start, end] of item.evidence) if (end > start) spans.get(place)?.push([start, end, item]);
  return sample.articles.map((place, number) => {
    const article = data.articles[place];
    return el(
      "article",
      { "aria-label": `Article ${number + 1}: ${cut(article.title || article.id, 100)}` },
      el("h3", {}, sample.articles.length > 1 && el("span", { class: "number" }, `[${number + 1}] `), brief(article.title || article.id)),
      article.about.length > 0 && el("p", { class: "meta" }, article.about.join(" \u00b7 ")),
      el("div", { class: "prose" }, marked(article.text, spans.get(place), false)),
    );
  });
};

const showAnswer = (answer, key) => {
  const items = itemsOf(answer);
  Object.assign(reading, { answer, items, marks: new Map(), rows: new Map(), chosen: null });
  const spans = items.flatMap((item) => item.spans.filter(([start, end]) => end > start).map(([start, end]) => [start, end, item]));
  const sample = sampleOf(answer);
  const told = answer.none ? el("p", { class: "note" }, `No answer: ${brief(answer.none)}.`) : null;
  empty(
    byId("reader"),
    el(
      "header",
      {},
      el("div", { class: "steps" },
        el("a", { href: "#samples", class: "back" }, "\u2190 All answers"),
        el("button", { type: "button", class: "plain", id: "before", click: () => step(-1) }, "\u2191 Before ", el("kbd", { "aria-hidden": "true" }, "k")),
        el("button", { type: "button", class: "plain", id: "next", click: () => step(1) }, "\u2193 Next ", el("kbd", { "aria-hidden": "true" }, "j")),
        el("span", { class: "meta", id: "place" })),
      el("h2", { id: "reader-title", tabindex: "-1" }, sampleName(sample)),
      el("div", { class: "tools" }, others(answer) || el("span", { class: "meta" }, data.sides[answer.side].name), figuresOf(answer)),
      (answer.unscored || []).map((one) => el("p", { class: "note" }, `Unscored by ${brief(one)}`)),
    ),
    el("div", { class: "panes" },
      el("div", { class: "pane left" },
        el("div", { class: "summary", tabindex: "0", role: "region", "aria-label": "Summary" }, el("h3", {}, "Summary"), told, answer.text ? el("div", { class: "prose" }, marked(answer.text, spans, true)) : null),
        el("div", { class: "findings", tabindex: "0", role: "region", "aria-label": "Verdicts" }, findings(items))),
      el("div", { class: "pane articles", tabindex: "0", role: "region", "aria-label": sample.articles.length > 1 ? "Articles" : "Article" }, articlesOf(answer, items))),
  );
  byId("reader").scrollTop = 0;
  drawSteps();
  const item = key && items.find((one) => one.key === key);
  if (item) choose(item, true);
};

const drawSteps = () => {
  if (!reading.answer || !byId("before")) return;
  const at = list.places.get(reading.answer);
  byId("before").disabled = at === undefined ? !list.found.length : at === 0;
  byId("next").disabled = at === undefined ? !list.found.length : at === list.found.length - 1;
  byId("place").textContent = at === undefined ? "not among the filtered" : `${whole.format(at + 1)} of ${whole.format(list.found.length)}`;
};
