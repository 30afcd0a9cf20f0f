// Which part is shown, from the address; keys; light and dark.

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
    if (!inSamples) go("#samples");
    setTimeout(() => byId("filter-q").focus(), 0);
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

const dark = matchMedia("(prefers-color-scheme: dark)");
const drawTheme = () => {
  const chosen = document.documentElement.dataset.theme;
  const isDark = chosen ? chosen === "dark" : dark.matches;
  byId("theme").setAttribute("aria-pressed", String(isDark));
};
const keep = (value) => {
  try {
    if (value === undefined) return localStorage.getItem("harness-theme");
    localStorage.setItem("harness-theme", value);
  } catch {
    // A page from a file may have no storage: the choice then holds until it is closed.
  }
  return null;
};
byId("theme").addEventListener("click", () => {
  const isDark = byId("theme").getAttribute("aria-pressed") === "true";
  document.documentElement.dataset.theme = isDark ? "light" : "dark";
  keep(document.documentElement.dataset.theme);
  drawTheme();
});
dark.addEventListener("change", drawTheme);
const kept = keep();
if (kept === "dark" || kept === "light") document.documentElement.dataset.theme = kept;

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});

fill(byId("overview"), [results(), compare(), disputes()]);
fill(byId("samples"), samples());
if (data.sides.length > 1) drawPair();
applyFilter();
drawTheme();
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
