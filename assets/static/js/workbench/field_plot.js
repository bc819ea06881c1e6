// A field as a picture, with the profiles along the row and the column through a point, and a colour bar.

import { drawBeside, drawFrame, marksUp } from "./axes.js";
import { aroundZero, picture, table } from "./colour_map.js";
import { colours } from "./colours.js";
import { drawBars, drawLine } from "./curves.js";
import { LEFT } from "./plot.js";
import { LINES, drawColumnProfile } from "./profiles.js";
import { Stage } from "./stage.js";
import { numberTicks } from "./ticks.js";
import { extent } from "./transport.js";

const TOP = 10;
const BELOW = 24; // for the columns' numbers
const PROFILE = 92; // pixels that a profile is high, or wide
const BAR = 74; // the colour bar with its numbers
const SLIM = 480; // in a narrower place the bar lies below, and the profiles are smaller
const SLIM_PROFILE = 56;
const SLIM_BAR = 40;
const THICK = 12; // the colour bar alone
const IMAGE = 32; // columns and rows: smaller fields are tables, whose cells need not be square
const LOOSE = 3; // how far cells may be from square before they fill the place instead

// Marks along rows or columns: what they are called, in their middle, or their numbers.
function named(names, from, to, most) {
  const { marks } = numberTicks(from, to, most);
  if (!names) return marks;
  const whole = marks.filter(({ at }) => Number.isInteger(at) && names[at - from] !== undefined);
  return whole.map(({ at }) => ({ at: at + 0.5, label: names[at - from] }));
}

export class FieldPlot {
  layer = null; // the curve of form "field" that is shown
  window = null; // {x0, x1, y0, y1} in columns and rows
  at = null; // {column, row} of the profiles
  names = null; // {x, y}: what columns and rows are called
  profiles = new Map();
  above = [];
  #image = null;

  // `diverging` are the names of those maps whose middle means zero.
  constructor(place, maps, diverging) {
    Object.assign(this, { place, maps, diverging });
    this.stage = new Stage(place, (context) => this.#paint(context));
  }

  get #isSlim() {
    return this.stage.width < SLIM;
  }

  get #profile() {
    return this.#isSlim ? SLIM_PROFILE : PROFILE;
  }

  // The picture's place in CSS pixels, and from pixels to columns and rows.
  space() {
    const { x0, x1, y0, y1 } = this.window;
    const [beside, below] = this.#isSlim ? [0, SLIM_BAR] : [BAR, 0];
    let width = Math.max(this.stage.width - LEFT - this.#profile - beside - 8, 40);
    let height = Math.max(this.stage.height - TOP - BELOW - this.#profile - below, 40);
    const image = Math.min(x1 - x0, y1 - y0) >= IMAGE;
    const square = (x1 - x0) / (y1 - y0) / (width / height);
    if (image && square < 1 && square > 1 / LOOSE) width *= square;
    if (image && square >= 1 && square < LOOSE) height /= square;
    const space = { left: LEFT, top: TOP, width, height, right: this.#profile };
    space.x = (column) => LEFT + ((column - x0) / (x1 - x0)) * width;
    space.y = (row) => TOP + ((row - y0) / (y1 - y0)) * height;
    space.xAt = (pixel) => x0 + ((pixel - LEFT) / width) * (x1 - x0);
    space.yAt = (pixel) => y0 + ((pixel - TOP) / height) * (y1 - y0);
    return space;
  }

  show(layer, name) {
    this.layer = layer;
    const ends = [layer.offset, layer.offset + layer.scale * (layer.gap - 1)];
    this.colours = table(this.maps[name], this.diverging.includes(name) ? aroundZero(...ends) : [0, 1]);
    this.#image = picture(layer.value, layer.width, layer.height, this.colours);
    this.stage.later();
  }

  recolour(name) {
    if (this.layer) this.show(this.layer, name);
  }

  #paint(context) {
    if (!this.layer) return;
    const space = this.space();
    const { seen } = this.layer;
    context.imageSmoothingEnabled = false;
    context.save();
    context.beginPath();
    context.rect(space.left, space.top, space.width, space.height);
    context.clip();
    const [x, y] = [space.x(seen.x0), space.y(seen.y0)];
    context.drawImage(this.#image, x, y, space.x(seen.x1) - x, space.y(seen.y1) - y);
    context.restore();
    drawFrame(context, space);
    this.#axes(context, space);
    if (this.#isSlim) this.#barBelow(context, space);
    else this.#barBeside(context, space);
    if (this.at) this.#cross(context, space);
    this.#rowProfile(context, space);
    drawColumnProfile(context, this.#curves("column"), space, this.window, this.#profile);
    for (const painter of this.above) painter(context, space);
  }

  #axes(context, space) {
    const { muted } = colours();
    const { x0, x1, y0, y1 } = this.window;
    const below = space.top + space.height + 5;
    context.fillStyle = muted;
    context.textBaseline = "top";
    context.textAlign = "center";
    context.font = colours().font;
    for (const { at, label } of named(this.names?.x, x0, x1, space.width / 80)) {
      const half = context.measureText(label).width / 2;
      context.fillText(label, Math.min(space.x(at), space.left + space.width - half), below);
    }
    context.textBaseline = "middle";
    context.textAlign = "right";
    for (const { at, label } of named(this.names?.y, y0, y1, space.height / 44)) {
      context.fillText(label, space.left - 8, Math.min(Math.max(space.y(at), space.top + 5), space.top + space.height - 5));
    }
  }

  get #ends() {
    const { offset, scale, gap } = this.layer;
    return [offset, offset + scale * (gap - 1)];
  }

  // The colour of a value that lies so far, from 0 to 1, between the smallest and the largest.
  #colour(share) {
    const at = 4 * Math.round(share * (this.layer.gap - 1));
    return `rgb(${this.colours[at]} ${this.colours[at + 1]} ${this.colours[at + 2]})`;
  }

  #barBelow(context, space) {
    const top = space.top + space.height + BELOW + this.#profile + 6;
    for (let x = 0; x < space.width; x += 1) {
      context.fillStyle = this.#colour(x / space.width);
      context.fillRect(space.left + x, top, 1.5, THICK);
    }
    const [low, high] = this.#ends;
    context.fillStyle = colours().muted;
    context.textBaseline = "top";
    for (const { at, label } of numberTicks(low, high, space.width / 80).marks) {
      const x = ((at - low) / (high - low || 1)) * space.width;
      const half = context.measureText(label).width / 2;
      context.textAlign = "center";
      context.fillText(label, space.left + Math.min(Math.max(x, half), space.width - half), top + THICK + 4);
    }
  }

  #barBeside(context, space) {
    const bar = { left: space.left + space.width + PROFILE + 12, width: THICK, top: space.top, height: space.height, right: BAR };
    for (let y = 0; y < bar.height; y += 1) {
      context.fillStyle = this.#colour(1 - y / bar.height);
      context.fillRect(bar.left, bar.top + y, bar.width, 1.5);
    }
    const [low, high] = this.#ends;
    bar.y = (value) => bar.top + ((high - value) / (high - low)) * bar.height;
    drawBeside(context, bar, marksUp(low, high, bar.height), { label: "", unit: "" }, "right");
  }

  #cross(context, space) {
    const [x, y] = [space.x(this.at.column + 0.5), space.y(this.at.row + 0.5)];
    for (const [colour, wide] of [["#00000088", 3], ["#FFFFFF", 1]]) {
      context.beginPath();
      context.moveTo(space.left, y);
      context.lineTo(space.left + space.width, y);
      context.moveTo(x, space.top);
      context.lineTo(x, space.top + space.height);
      context.strokeStyle = colour;
      context.lineWidth = wide;
      context.stroke();
    }
  }

  #curves(along) {
    return Object.keys(LINES).map((name) => [name, this.profiles.get(`${along}_${name}`)]).filter(([, curve]) => curve);
  }

  #rowProfile(context, space) {
    const curves = this.#curves("row");
    const found = curves.map(([, curve]) => extent(curve)).filter(Boolean);
    if (!found.length) return;
    const low = Math.min(...found.map((one) => one.low));
    const high = Math.max(...found.map((one) => one.high));
    const air = (high - low) * 0.06 || 1;
    const below = { ...space, top: space.top + space.height + BELOW, height: this.#profile - 6, low: low - air, high: high + air };
    below.y = (value) => below.top + ((below.high - value) / (below.high - below.low)) * below.height;
    context.save();
    context.beginPath();
    context.rect(below.left, below.top, below.width, below.height);
    context.clip();
    for (const [name, curve] of curves) {
      const { colour, thick, dash } = LINES[name];
      if (name === "raw" && curve.form === "columns") drawBars(context, curve, below, colours()[colour]);
      else drawLine(context, curve, below, colours()[colour], thick, dash);
    }
    context.restore();
    drawFrame(context, below);
    drawBeside(context, below, marksUp(below.low, below.high, below.height), { label: "", unit: "" }, "left");
  }
}
