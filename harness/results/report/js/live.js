// Progress of runs that are under way, asked for again and again while the page is looked at.

const EVERY = 2000;

const doneBar = (one) =>
  svg(
    "svg",
    { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "rail", x: 0, y: 2, width: 100, height: 2 }),
    svg("rect", { class: "value", x: 0, y: 1, width: one.planned ? (100 * one.done) / one.planned : 0, height: 4 }),
    one.errors > 0 && svg("rect", { class: "lost", x: 0, y: 1, width: (100 * one.errors) / one.planned, height: 4 }),
  );

const stateOf = (one) => (one.finished ? "finished" : one.done < one.planned ? "under way, or stopped" : "being graded");

const progressRow = (name, one, more) =>
  el(
    "tr",
    {},
    el("th", { scope: "row" }, name),
    more,
    el("td", { class: "figure" }, `${whole.format(one.done)}/${whole.format(one.planned)}`, doneBar(one)),
    el("td", { class: one.errors ? "figure short" : "figure" }, whole.format(one.errors)),
    el("td", { class: "figure" }, whole.format(one.no_answer)),
  );

const progressTable = (label, first, more, rows) =>
  el(
    "table",
    { class: "results progress" },
    el("caption", { class: "hidden" }, label),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, first), more.map((name) => el("th", { scope: "col" }, name)),
      ["done", "errors", "no answer"].map((name) => el("th", { scope: "col", class: "figure" }, name)))),
    el("tbody", {}, rows),
  );

// Asks for JSON every two seconds while the page is seen, until `use` says that it is enough.
const poll = (address, use) => {
  let failed = false;
  const ask = async () => {
    if (!document.hidden) {
      try {
        const reply = await fetch(address, { cache: "no-store", credentials: "omit" });
        if (!reply.ok) throw new Error(reply.statusText);
        failed = false;
        if (use(await reply.json()) === false) return;
      } catch {
        if (!failed) say("The server does not answer.");
        failed = true;
      }
    }
    setTimeout(ask, EVERY);
  };
  setTimeout(ask, EVERY);
};
