// A small chart of series over an axis of its own, straight or logarithmic: spectra, distributions, scores.

import { colours } from "./colours.js";
import { plain, raised, scaledUnit } from "./numbers.js";
import { LEFT } from "./plot.js";
import { Stage } from "./stage.js";
import { numberTicks } from "./ticks.js";

const TOP = 22;
const RIGHT = 14;
const BELOW = 22;

// Whole powers of ten, and where these are few also 2 and 5 times them.
function logTicks(low, high, most) {
  const marks = [];
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const decades = Math.log10(high / low);
  const every = Math.max(1, Math.ceil(decades / most));
  const factors = decades * 3 <= most ? [1, 2, 5] : [1];
  for (let power = Math.floor(first / every) * every; power <= last; power += every) {
    for (const factor of factors) {
      const at = factor * 10 ** power;
      const label = Math.abs(power) > 3 ? `10${raised(power)}` : plain(at, 3);
      if (at >= low * 0.999 && at <= high * 1.001) marks.push({ at, label: factor > 1 && Math.abs(power) > 3 ? "" : label });
    }
  }
  return { marks, exponent: 0 };
}

function ends(series, key, log) {
  let [low, high] = [Infinity, -Infinity];
  for (const one of series) {
    for (const value of one[key]) {
      if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : null;
}

export class Chart {
  series = []; // {x, y, colour, style: "line" | "steps" | "area", thick, dash}
  marks = []; // {x, colour, label}: upright lines

  // x, y: {label, unit, log, from (the least end)}
  constructor(place, { x, y, left = LEFT }) {
    Object.assign(this, { x, y, left });
    this.stage = new Stage(place, (context) => this.#paint(context));
  }

  show(series, marks = []) {
    this.series = series;
    this.marks = marks;
    this.stage.place.hidden = series.length === 0;
    this.stage.later();
  }

  #space() {
    const across = ends(this.series, "x", this.x.log);
    const up = ends(this.series, "y", this.y.log);
    if (!across || !up) return null;
    if (this.y.from !== undefined) up[0] = Math.min(up[0], this.y.from);
    if (this.y.decades) up[0] = Math.max(up[0], up[1] / 10 ** this.y.decades);
    if (!this.y.log) up[1] += (up[1] - up[0]) * 0.06 || 1;
    const box = { left: this.left, top: TOP, width: this.stage.width - this.left - RIGHT, height: this.stage.height - TOP - BELOW };
    const scale = ([low, high], log) => {
      const [start, stop] = log ? [Math.log(low), Math.log(high)] : [low, high];
      return (value) => ((log ? Math.log(value) : value) - start) / (stop - start || 1);
    };
    const [sx, sy] = [scale(across, this.x.log), scale(up, this.y.log)];
    box.x = (value) => box.left + sx(value) * box.width;
    box.y = (value) => box.top + (1 - sy(value)) * box.height;
    return { ...box, across, up };
  }

  #paint(context) {
    const space = this.#space();
    if (!space) return;
    this.#axes(context, space);
    context.save();
    context.beginPath();
    context.rect(space.left, space.top, space.width, space.height);
    context.clip();
    for (const one of this.series) this.#draw(context, space, one);
    for (const { x, colour, label } of this.marks) mark(context, space, space.x(x), colour, label);
    context.restore();
  }

  #axes(context, space) {
    const { grid, muted, text } = colours();
    const across = this.x.log ? logTicks(...space.across, space.width / 70) : numberTicks(...space.across, space.width / 80);
    const up = this.y.log ? logTicks(...space.up, space.height / 26) : numberTicks(...space.up, space.height / 32);
    context.font = colours().font;
    context.fillStyle = muted;
    context.strokeStyle = grid;
    context.lineWidth = 1;
    context.beginPath();
    for (const { at, label } of up.marks) {
      const y = Math.round(space.y(at)) + 0.5;
      context.moveTo(space.left, y);
      context.lineTo(space.left + space.width, y);
      context.textAlign = "right";
      context.textBaseline = "middle";
      context.fillText(label, space.left - 7, y);
    }
    const unit = scaledUnit(this.x.unit ?? "", across.exponent);
    const name = unit ? `${this.x.label} (${unit})` : this.x.label;
    const end = space.left + space.width;
    const room = context.measureText(name).width + 10;
    for (const { at, label } of across.marks) {
      const x = Math.round(space.x(at)) + 0.5;
      context.moveTo(x, space.top);
      context.lineTo(x, space.top + space.height);
      context.textAlign = "center";
      context.textBaseline = "top";
      if (x + context.measureText(label).width / 2 < end - room) context.fillText(label, x, space.top + space.height + 6);
    }
    context.stroke();
    context.fillStyle = text;
    context.textAlign = "right";
    context.fillText(name, end, space.top + space.height + 6);
    context.textAlign = "left";
    context.textBaseline = "bottom";
    context.fillText(this.y.label, 2, space.top - 7);
  }

  #draw(context, space, { x, y, colour, style = "line", thick = 1.5, dash = [] }) {
    const base = space.top + space.height + 2;
    context.beginPath();
    let last = null;
    for (let i = 0; i < y.length; i += 1) {
      const usable = y[i] !== null && !(this.y.log && y[i] <= 0) && !(this.x.log && x[i] <= 0);
      const [px, py] = [space.x(x[i]), space.y(y[i])];
      if (usable && last === null) context.moveTo(px, style === "line" ? py : base);
      if (usable) context.lineTo(px, py);
      if (usable && style !== "line") context.lineTo(space.x(x[i + 1]), py);
      last = usable ? px : null;
    }
    if (style !== "line") context.lineTo(space.x(x[y.length]), base);
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = thick;
    context.lineJoin = "round";
    context.setLineDash(dash);
    context.globalAlpha = style === "area" ? 0.45 : 1;
    if (style === "area") context.fill();
    else context.stroke();
    context.globalAlpha = 1;
    context.setLineDash([]);
  }
}

function mark(context, space, x, colour, label) {
  context.beginPath();
  context.moveTo(x, space.top);
  context.lineTo(x, space.top + space.height);
  context.strokeStyle = colour;
  context.lineWidth = 1;
  context.setLineDash([3, 3]);
  context.stroke();
  context.setLineDash([]);
  const right = x > space.left + space.width / 2;
  const wide = context.measureText(label).width + 6;
  context.fillStyle = colours().surface;
  context.fillRect(right ? x - wide - 1 : x + 1, space.top, wide, 17);
  context.fillStyle = colour;
  context.textAlign = right ? "right" : "left";
  context.textBaseline = "top";
  context.fillText(label, x + (right ? -4 : 4), space.top + 3);
}
