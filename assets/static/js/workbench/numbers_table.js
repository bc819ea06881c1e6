// The plotted numbers as a table, made when it is opened: what the plot says, to be read or copied.

import { placed } from "./numbers.js";
import { valueAt } from "./transport.js";

const MOST = 400; // rows: a stretch of the plot shares one where there are more
const POINTS = 1200; // rows, where every point has its own

const WORDS = { raw: "Raw", smooth: "Smoothed", also1: "First kept", also2: "Second kept" };

function cells(curve, from, to) {
  if (curve.form === "points") {
    const found = valueAt(curve, (from + to) / 2);
    return [found ? found.low : NaN];
  }
  let [low, high] = [Infinity, -Infinity];
  const per = curve.count / (curve.to - curve.from);
  const last = Math.min(Math.max(Math.ceil((to - curve.from) * per), 1), curve.count);
  for (let i = Math.max(Math.floor((from - curve.from) * per), 0); i < last; i += 1) {
    if (curve.min[i] < low) low = curve.min[i];
    if (curve.max[i] > high) high = curve.max[i];
  }
  return low <= high ? [curve.offset + curve.scale * low, curve.offset + curve.scale * high] : [NaN, NaN];
}

// The stretches of x that the rows stand for.
function stretches(plot) {
  const raw = plot.curves.get("raw");
  const { from, to } = plot.range;
  if (raw?.form === "points" && raw.count <= POINTS) {
    return [...raw.x].map((x) => [raw.from + x, raw.from + x]).filter(([x]) => x >= from && x <= to);
  }
  const wide = (to - from) / MOST;
  return Array.from({ length: MOST }, (_, i) => [from + i * wide, from + (i + 1) * wide]);
}

export class NumbersTable {
  constructor(root, plot) {
    this.details = root.querySelector("[data-table-of-numbers]");
    this.place = root.querySelector("[data-table-place]");
    this.plot = plot;
    this.details.addEventListener("toggle", () => this.show());
  }

  show() {
    if (!this.details.open || !this.plot.curves.size) return;
    const curves = Object.keys(WORDS).filter((name) => this.plot.curves.has(name)).map((name) => this.plot.curves.get(name));
    const heads = curves.flatMap(({ name, form }) => (form === "points" ? [WORDS[name]] : [`${WORDS[name]} from`, "to"]));
    const table = document.createElement("table");
    const head = table.createTHead().insertRow();
    for (const words of [this.plot.x.label || "x", ...heads]) {
      head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: words }));
    }
    const body = table.createTBody();
    for (const [from, to] of stretches(this.plot)) {
      const row = body.insertRow();
      row.insertCell().textContent = placed(from, this.plot.x, to - from || this.plot.step);
      for (const value of curves.flatMap((curve) => cells(curve, from, to))) {
        row.insertCell().textContent = Number.isNaN(value) ? "–" : String(Number(value.toPrecision(7))).replace("-", "\u2212");
      }
    }
    this.place.replaceChildren(table);
  }
}
