// A plot of curves over one x axis: what is seen, and how it is painted. Knows no server.

import { drawBelow, drawBeside, drawFrame, drawGrid, marksAlong, marksUp } from "./axes.js";
import { colours } from "./colours.js";
import { drawBand, drawBars, drawDots, drawLine } from "./curves.js";
import { Ground } from "./ground.js";
import { Stage } from "./stage.js";
import { extent } from "./transport.js";

export const LEFT = 62; // room for the numbers, the same in all plots that stand above each other
const DERIVATIVE = 56; // and at the right, where derivatives have scales of their own
const GAP = 14; // between the names of two scales

const STYLES = {
  raw: { colour: "raw", bars: true, thick: 1.1 },
  smooth: { colour: "accent", thick: 2 },
  also1: { colour: "also1", thick: 1.6, dash: [7, 4] },
  also2: { colour: "also2", thick: 1.6, dash: [2, 3.5] },
  residual: { colour: "raw", bars: true, thick: 1.1 },
};
const MEASURED = ["raw", "residual"]; // lie below
const SMOOTHED = ["also2", "also1", "smooth"];

export class Plot {
  x = { kind: "number", unit: "", label: "" };
  y = { unit: "", label: "" };
  range = { from: 0, to: 1 }; // what is seen
  scale = { low: 0, high: 1 };
  derived = 0; // for how many derivatives' scales there is room at the right
  beside = []; // those scales: {low, high, label, unit, names}, with the names of their curves
  curves = new Map();
  band = null; // how far the smoothed curve is uncertain, up and down
  #ground = new Ground();
  above = []; // painters of what lies over the curves: cursors, a box being drawn

  constructor(place, { below = 26, above = 24 } = {}) {
    this.room = below;
    this.margin = above;
    this.place = place;
    this.stage = new Stage(place, (context) => this.#paint(context));
  }

  // A date takes a second line where its day or year changes.
  get below() {
    return this.room > 20 && this.x.kind === "date" ? this.room + 13 : this.room;
  }

  get right() {
    return this.derived * DERIVATIVE || 14;
  }

  // Where things are, in CSS pixels.
  space(scale = this.scale) {
    const { from, to } = this.range;
    const box = {
      left: LEFT,
      right: this.right,
      top: this.margin,
      width: Math.max(this.stage.width - LEFT - this.right, 1),
      height: Math.max(this.stage.height - this.margin - this.below, 1),
      ...scale,
    };
    box.x = (value) => box.left + ((value - from) / (to - from)) * box.width;
    box.y = (value) => box.top + ((box.high - value) / (box.high - box.low)) * box.height;
    box.xAt = (pixel) => from + ((pixel - box.left) / box.width) * (to - from);
    box.yAt = (pixel) => box.high - ((pixel - box.top) / box.height) * (box.high - box.low);
    return box;
  }

  // One column a pixel of the screen, or a few less on very wide ones.
  get columns() {
    return Math.min(Math.round(this.space().width * this.stage.density), 4000);
  }

  // How far in x one pixel reaches.
  get step() {
    return (this.range.to - this.range.from) / this.space().width;
  }

  keep(curves) {
    for (const curve of curves) this.curves.set(curve.name, curve);
    this.stage.later();
  }

  look(range) {
    this.range = { ...range };
    this.stage.later();
  }

  // The scale on which all of the named curves' seen part fits, with some air.
  fitting(names, { zero = false } = {}) {
    const found = names.map((name) => this.curves.get(name)).filter(Boolean)
      .map((curve) => extent(curve, this.range.from, this.range.to)).filter(Boolean);
    if (!found.length) return null;
    let low = Math.min(...found.map((one) => one.low));
    let high = Math.max(...found.map((one) => one.high));
    if (zero) [low, high] = [-Math.max(-low, high), Math.max(-low, high)];
    const air = (high - low) * 0.05 || Math.abs(high) * 0.05 || 1;
    return { low: low - air, high: high + air };
  }

  #paint(context) {
    if (!this.curves.size) return;
    const space = this.space();
    const { range, scale, x, y } = this;
    const shown = [range.from, range.to, scale.low, scale.high, space.width, space.height, x.kind, x.label, x.unit, y.label, y.unit];
    const from = [colours(), ...MEASURED.map((name) => this.curves.get(name)), ...shown];
    this.#ground.lay(this.stage, from, (below) => this.#paintGround(below, space));
    context.font = colours().font;
    this.#inside(context, space, SMOOTHED);
    drawFrame(context, space);
    this.#scalesBeside(context);
    for (const painter of this.above) painter(context, space);
  }

  // The grid, the numbers at the axes, and what was measured.
  #paintGround(context, space) {
    const along = marksAlong(this.x, this.range.from, this.range.to, space.width);
    const up = marksUp(this.scale.low, this.scale.high, space.height);
    drawGrid(context, space, along, up);
    this.#inside(context, space, MEASURED);
    if (this.room > 20) drawBelow(context, space, along, this.x);
    drawBeside(context, space, up, this.y, "left");
  }

  #inside(context, space, names) {
    context.save();
    context.beginPath();
    context.rect(space.left, space.top, space.width, space.height);
    context.clip();
    for (const name of names) this.#curve(context, name, space);
    context.restore();
  }

  #curve(context, name, space) {
    const curve = this.curves.get(name);
    if (!curve) return;
    const beside = this.beside.find(({ names }) => names.includes(name));
    const own = beside ? this.space(beside) : space;
    if (name === "smooth" && this.band) drawBand(context, curve, own, this.band, colours().accent);
    const style = STYLES[name];
    const colour = colours()[style.colour];
    if (style.bars && curve.form === "columns") return drawBars(context, curve, own, colour);
    drawLine(context, curve, own, colour, style.thick, style.dash);
    if (style.bars) drawDots(context, curve, own, colour);
  }

  // From the outermost: the name of each ends before the next one's begins.
  #scalesBeside(context) {
    let end;
    for (const [turn, scale] of [...this.beside.entries()].reverse()) {
      const space = this.space(scale);
      const up = marksUp(space.low, space.high, space.height);
      const colour = colours()[STYLES[scale.names[0]].colour];
      const place = { ...space, width: space.width + turn * DERIVATIVE, right: space.right - turn * DERIVATIVE };
      end = drawBeside(context, place, up, scale, "right", colour, end) - GAP;
    }
  }
}
