// Which part is shown, from the address; keys; what is under way.

const TITLE = document.title;
const PARTS = ["results", "compare", "disputes"];

const show = (name) => {
  const isSamples = name === "samples" || name === "sample";
  byId("overview").hidden = isSamples;
  byId("samples").hidden = !isSamples;
  document.body.classList.toggle("app", isSamples);
  document.body.classList.toggle("reading", name === "sample");
  for (const link of document.querySelectorAll("nav a")) {
    const here = link.hash === `#${isSamples ? "samples" : name}`;
    if (here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
};

const go = (address, replaces) => {
  if (address === location.hash) return;
  if (replaces) {
    history.replaceState(null, "", address);
    follow();
  } else {
    location.hash = address;
  }
};

const readFilters = (told) => {
  if (![...told.keys()].length) return;
  for (const name of Object.keys(FILTERS)) filter[name] = told.get(name) || "";
  writeFilters();
  for (const name of Object.keys(FILTERS)) filter[name] = byId(`filter-${name}`).value;
  applyFilter();
};

const openSamples = (told) => {
  show("samples");
  readFilters(told);
  document.title = `Samples \u2013 ${TITLE}`;
  drawList();
};

const openSample = (told) => {
  const answer = findAnswer(told);
  show("sample");
  if (!answer) {
    list.current = null;
    reading.answer = null;
    document.title = TITLE;
    empty(byId("reader"), el("p", { class: "note" }, `There is no sample \u201c${cut(told.get("id") || "", 100)}\u201d with that backend in this page.`), el("p", {}, el("a", { href: "#samples" }, "See all answers")));
    drawList();
    return;
  }
  list.current = answer;
  document.title = `${cut(seen(sampleOf(answer).id), 60)} \u2013 ${TITLE}`;
  showAnswer(answer, told.get("item"));
  showInList(answer);
  list.drawn = "";
  drawList();
  const at = list.places.get(answer);
  say(`${sampleOf(answer).id}, ${data.sides[answer.side].name}${at === undefined ? "" : `, ${at + 1} of ${list.found.length}`}`);
};

const follow = () => {
  const [name, query = ""] = location.hash.slice(1).split("?", 2);
  const told = new URLSearchParams(query);
  if (name === "sample") return openSample(told);
  if (name === "samples") return openSamples(told);
  if (name && !PARTS.includes(name)) return undefined;
  const wasApp = document.body.classList.contains("app");
  show(name || "results");
  document.title = TITLE;
  if (wasApp || name) byId(name || "results").scrollIntoView();
  return undefined;
};

const isTyping = (target) => target.closest("input, select, textarea");

document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || isTyping(event.target)) {
    if (event.key === "Escape" && isTyping(event.target)) byId("list").focus();
    return;
  }
  const inSamples = !byId("samples").hidden;
  if (event.key === "/") {
    event.preventDefault();
    const search = byId("filter-q");
    if (inSamples) search.focus();
    else {
      go("#samples");
      setTimeout(() => search.focus(), 0);
    }
  } else if (inSamples && (event.key === "j" || event.key === "k")) {
    event.preventDefault();
    step(event.key === "j" ? 1 : -1);
  } else if (inSamples && event.key === "Escape" && reading.chosen) {
    choose(reading.chosen, false);
  } else if (inSamples && (event.key === "n" || event.key === "p") && reading.answer) {
    const told = reading.items.filter((item) => item.spans.length && item.sort !== "dispute").sort((a, b) => a.spans[0][0] - b.spans[0][0]);
    if (!told.length) return;
    const at = told.indexOf(reading.chosen);
    const to = event.key === "n" ? (at + 1) % told.length : (at <= 0 ? told.length : at) - 1;
    if (told[to] !== reading.chosen) choose(told[to], true);
  }
});

// Of a run that is served: how far it is, and word of a newer table.
const drawProgress = (now) => {
  empty(byId("progress"), el("h3", {}, `This run is ${stateOf(now)}`),
    progressTable("Progress by backend", "backend", [], now.backends.map((one) => progressRow(one.backend, one, null))),
    now.table !== data.live.progress.table && el("p", { class: "note" }, "There are newer results. ", el("a", { href: location.pathname, click: (event) => { event.preventDefault(); location.reload(); } }, "Load them")));
};

const watch = () => {
  let before = data.live.progress;
  byId("results").querySelector(".facts").after(el("div", { id: "progress" }));
  if (!before.finished) drawProgress(before);
  poll(data.live.address, (now) => {
    if (JSON.stringify(now) === JSON.stringify(before)) return;
    if (now.finished && !before.finished) say("The run is finished.");
    before = now;
    drawProgress(now);
  });
};

fill(byId("overview"), [results(), compare(), disputes()]);
fill(byId("samples"), samples());
if (data.sides.length > 1) drawPair();
applyFilter();
if (data.live) watch();
addEventListener("hashchange", follow);
let drawnAt = innerWidth;
addEventListener("resize", () => {
  list.drawn = "";
  drawList();
  if (innerWidth !== drawnAt) empty(byId("plots"), plots());
  drawnAt = innerWidth;
});
follow();
document.documentElement.dataset.ready = "yes";
