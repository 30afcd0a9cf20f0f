// Bars and plots, drawn as SVG by attributes alone.

// A bar from 0 to 1, with its interval where there is one.
const bar = (value, low, high) => {
  const x = (at) => (Math.max(0, Math.min(1, at)) * 100).toFixed(2);
  return svg(
    "svg",
    { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" },
    svg("rect", { class: "rail", x: 0, y: 2, width: 100, height: 2 }),
    svg("rect", { class: "value", x: 0, y: 1, width: x(value), height: 4 }),
    low === undefined ? null : svg("rect", { class: "interval", x: x(low), y: 2, width: Math.max(0.5, x(high) - x(low)), height: 2 }),
  );
};

const niceStep = (range, most) => {
  const rough = range / most || 1;
  const size = 10 ** Math.floor(Math.log10(rough));
  return size * [1, 2, 5, 10].find((factor) => factor * size >= rough * 0.999);
};

const scaleOf = (values, from, to, isCount = false) => {
  const greatest = Math.max(...values) || 1;
  const step = Math.max(isCount ? 1 : 0, niceStep(greatest, 5));
  const top = Math.max(step, Math.ceil(greatest / step - 1e-9) * step);
  const ticks = [];
  for (let at = 0; at <= top + step / 2; at += step) ticks.push(Math.min(at, top));
  const digits = Math.max(0, -Math.floor(Math.log10(step)));
  return { at: (value) => from + ((to - from) * value) / top, ticks, show: (value) => value.toFixed(Math.min(6, digits)) };
};

// Puts labels beside their points so that none lies on another label or on a point: level with it, else above or below.
const placeLabels = (points, least, most, height) => {
  const placed = [];
  for (const point of [...points].sort((a, b) => b.x - a.x || a.y - b.y)) {
    const within = (x, from, width) => x > from - 6 && x < from + width + 2;
    const isFree = (y) =>
      y >= least && y <= most &&
      !placed.some((one) => Math.abs(one.labelY - y) < height && one.labelX < point.labelX + point.width && point.labelX < one.labelX + one.width) &&
      !points.some((one) => one !== point && Math.abs(one.y - y) < height / 2 + 3 && within(one.x, point.labelX, point.width));
    const tries = Array.from({ length: 80 }, (_, step) => point.y + (step % 2 ? -1 : 1) * Math.ceil(step / 2) * (height / 2));
    placed.push(Object.assign(point, { labelY: tries.find(isFree) ?? point.y }));
  }
};

// A scatter of sides: x and y of each are [value, …].
const scatter = ({ label, x, y, points, showX = null, countsY = false, width = 520 }) => {
  const [height, left, right, top, bottom] = [280, 52, 16, 14, 44];
  const xs = scaleOf(points.map((one) => one.x[0]), left, width - right);
  const ys = scaleOf(points.map((one) => one.y[0]), height - bottom, top, countsY);
  const marks = points.map((one) => {
    const at = { name: one.name, upper: one.upper, x: xs.at(one.x[0]), y: ys.at(one.y[0]), told: one.told, width: one.name.length * 6.2 + 4 };
    at.isLeft = at.x + 9 + at.width > width;
    at.labelX = at.isLeft ? at.x - 9 - at.width : at.x + 9;
    return at;
  });
  placeLabels(marks, top, height - bottom, 13);
  return svg(
    "svg",
    { class: "plot", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    xs.ticks.map((tick) => [
      svg("line", { class: "grid", x1: xs.at(tick), x2: xs.at(tick), y1: top, y2: height - bottom }),
      svg("text", { x: xs.at(tick), y: height - bottom + 16, "text-anchor": "middle" }, (showX || xs.show)(tick)),
    ]),
    ys.ticks.map((tick) => [
      svg("line", { class: "grid", x1: left, x2: width - right, y1: ys.at(tick), y2: ys.at(tick) }),
      svg("text", { x: left - 8, y: ys.at(tick) + 4, "text-anchor": "end" }, ys.show(tick)),
    ]),
    svg("text", { class: "axis", x: (left + width - right) / 2, y: height - 8, "text-anchor": "middle" }, x),
    svg("text", { class: "axis", x: 12, y: (top + height - bottom) / 2, "text-anchor": "middle", transform: `rotate(-90 12 ${(top + height - bottom) / 2})` }, y),
    marks.map((one) => [
      Math.abs(one.labelY - one.y) > 3 && svg("line", { class: "lead", x1: one.x, y1: one.y, x2: one.isLeft ? one.x - 8 : one.labelX - 1, y2: one.labelY }),
      svg("circle", { class: one.upper ? "dot bound" : "dot", cx: one.x, cy: one.y, r: 4.5 }, svg("title", {}, one.told)),
      svg("text", { class: "label", x: one.isLeft ? one.x - 9 : one.labelX, y: one.labelY + 4, "text-anchor": one.isLeft ? "end" : "start" }, one.name),
    ]),
  );
};
