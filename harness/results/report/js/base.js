// Elements, texts and numbers. Every text goes into the page through `text`, as text.

const SVG = "http://www.w3.org/2000/svg";
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

// What steers a text without being seen is written out, so that it steers nothing.
const seen = (value) =>
  String(value).replace(UNSEEN, (char) => "\\u" + char.charCodeAt(0).toString(16).padStart(4, "0"));

const text = (value) => document.createTextNode(seen(value));

const fill = (node, children) => {
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    node.append(child instanceof Node ? child : text(child));
  }
  return node;
};

const assign = (node, traits) => {
  for (const [name, value] of Object.entries(traits)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : seen(value));
  }
  return node;
};

// el("td", {class: "figure"}, "0.5"): functions among the traits are listeners.
const el = (name, traits = {}, ...children) => fill(assign(document.createElement(name), traits), children);
const svg = (name, traits = {}, ...children) => fill(assign(document.createElementNS(SVG, name), traits), children);
const byId = (id) => document.getElementById(id);
const empty = (node, ...children) => {
  node.replaceChildren();
  return fill(node, children);
};

// The data of a page: JSON, compressed.
const unpack = async () => {
  const packed = atob(JSON.parse(byId("data").textContent).deflate);
  const bytes = Uint8Array.from(packed, (char) => char.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"))).json();
};

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const count = (number, noun) => `${whole.format(number)} ${noun}${number === 1 ? "" : "s"}`;
const share = (value) => value.toFixed(2);
const signed = (value, digits) => (value > 0 ? "+" : value < 0 ? "\u2212" : "\u00b1") + Math.abs(value).toFixed(digits);
const dollars = (value) =>
  "$" + (value === 0 || value >= 0.1 ? value.toFixed(2) : value.toFixed(Math.min(9, 1 - Math.floor(Math.log10(value)))));
const cut = (value, most) => (value.length > most ? value.slice(0, most - 1) + "\u2026" : value);

const LONGEST = 1000;
const brief = (value) => cut(value, LONGEST);

const say = (message) => {
  byId("live").textContent = seen(message);
};

const choice = (id, label, options, chosen, change) =>
  el(
    "label",
    { class: "choice" },
    el("span", {}, label),
    el(
      "select",
      { id, change: (event) => change(event.target.value) },
      options.map(([value, shown]) => el("option", { value, selected: String(value) === String(chosen) }, shown)),
    ),
  );

// Buttons of which one is pressed.
const switcher = (label, options, chosen, change) =>
  el(
    "div",
    { class: "switcher", role: "group", "aria-label": label },
    options.map(([value, shown]) =>
      el(
        "button",
        {
          type: "button",
          "aria-pressed": String(value === chosen),
          click: (event) => {
            for (const one of event.currentTarget.parentNode.children)
              one.setAttribute("aria-pressed", String(one === event.currentTarget));
            change(value);
          },
        },
        shown,
      ),
    ),
  );
