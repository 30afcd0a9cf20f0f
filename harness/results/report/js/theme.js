// Light and dark: as the system has it, or as the switch says; and the link that skips to the content.

const dark = matchMedia("(prefers-color-scheme: dark)");
const drawTheme = () => {
  const chosen = document.documentElement.dataset.theme;
  byId("theme").setAttribute("aria-pressed", String(chosen ? chosen === "dark" : dark.matches));
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
drawTheme();

byId("skip").addEventListener("click", (event) => {
  event.preventDefault();
  byId("main").focus();
});
