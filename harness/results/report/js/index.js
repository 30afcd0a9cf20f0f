// The list of runs.

const runRow = (run) =>
  run.fault
    ? el("tr", {}, el("th", { scope: "row", colspan: 7, class: "note" }, run.fault))
    : progressRow(el("a", { href: run.address }, run.run), run, [
        el("td", {}, run.started.replace("T", " ").replace("Z", "")),
        el("td", {}, run.tasks.length === 1 ? cut(run.tasks[0], 40) : count(run.tasks.length, "task")),
        el("td", {}, stateOf(run)),
      ]);

const drawRuns = ({ runs }) => {
  const focused = document.activeElement?.getAttribute("href");
  empty(byId("runs"), runs.length ? progressTable("Runs", "run", ["started", "tasks", "state"], runs.map(runRow)) : el("p", { class: "none" }, "There are no runs yet."));
  if (focused) byId("runs").querySelector(`a[href="${CSS.escape(focused)}"]`)?.focus();
};

const first = await unpack();
let shown = JSON.stringify(first);
drawRuns(first);
poll("/progress.json", (now) => {
  const text_of = JSON.stringify(now);
  if (text_of === shown) return;
  shown = text_of;
  drawRuns(now);
});
document.documentElement.dataset.ready = "yes";
