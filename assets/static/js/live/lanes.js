// The picture: each channel in a lane of its own, raw behind, smoothed over it, one x for all.

import { drawBelow, drawBeside, drawFrame, drawGrid, marksAlong, marksUp } from "../workbench/axes.js";
import { colours } from "../workbench/colours.js";
import { drawDots, drawLine } from "../workbench/curves.js";
import { Ground } from "../workbench/ground.js";
import { LEFT } from "../workbench/plot.js";
import { Stage } from "../workbench/stage.js";
import { Columns } from "./columns.js";
import { Raster } from "./raster.js";
import { Scale } from "./scale.js";

const RIGHT = 14;
const ABOVE = 22; // room over each lane for its name
const BELOW = 28;
const DRAWN = 1.5; // samples in a column: where there are fewer, each is a point of a line

export class Lanes {
  constructor(place, view) {
    this.place = place;
    this.view = view;
    this.above = []; // painters of what lies over the curves
    this.gaps = []; // {at, missed}: where samples are missing
    // One opaque picture: the browser need not mix it with what lies below, sixty times a second.
    this.data = new Stage(place, (context) => this.#paint(context), { opaque: true });
  }

  #ground = new Ground({ willReadFrequently: true }); // the grid, painted anew only when it changes
  #raster = new Raster();

  begin(channels, raw, smooth) {
    this.raw = raw;
    this.smooth = smooth;
    this.lanes = channels.map((axis, channel) => ({
      axis: { label: axis.name, unit: axis.unit },
      channel,
      scale: new Scale(),
      columns: new Columns(raw, channel),
      smoothed: new Columns(smooth, channel),
      curves: [],
    }));
  }

  get shown() {
    return (this.lanes ?? []).filter(({ channel }) => !this.view.off.has(channel));
  }

  get pixels() {
    return Math.min(Math.max(Math.round((this.data.width - LEFT - RIGHT) * this.data.density), 16), 4000);
  }

  // The x axis: seconds before now while the picture slides, else since the stream began.
  axis() {
    const { width, from, to } = this.view.stretch(this.raw, this.pixels);
    const slides = !this.view.paused && !this.view.grow;
    const zero = slides ? to * width : 0;
    const { unit, rate } = this.view;
    const words = rate ? (slides ? "time before now" : "time") : slides ? "samples before the newest" : "sample";
    // Sliding, it is the same to the last digit, or the ground would be painted anew for nothing.
    const range = slides ? { from: ((from - to) * width) / unit, to: 0 } : { from: (from * width) / unit, to: (to * width) / unit };
    return { ...range, zero, width, first: from, last: to, kind: "number", label: words, unit: rate ? "s" : "" };
  }

  space(lane, axis = this.axis()) {
    const many = this.shown.length || 1;
    const edge = (turn) => Math.round((turn * (this.data.height - BELOW)) / many); // or frames would be blurred
    const turn = this.shown.indexOf(lane);
    const { low, high } = lane.scale;
    const box = {
      left: LEFT,
      right: RIGHT,
      top: edge(turn) + ABOVE,
      width: Math.max(this.data.width - LEFT - RIGHT, 1),
      height: Math.max(edge(turn + 1) - edge(turn) - ABOVE, 8),
      low,
      high,
    };
    box.x = (value) => box.left + ((value - axis.from) / (axis.to - axis.from)) * box.width;
    box.y = (value) => box.top + ((high - value) / (high - low)) * box.height;
    box.xAt = (pixel) => axis.from + ((pixel - box.left) / box.width) * (axis.to - axis.from);
    box.yAt = (pixel) => high - ((pixel - box.top) / box.height) * (high - low);
    return box;
  }

  // The sample that stands at a pixel.
  sampleAt(pixel) {
    const axis = this.axis();
    const share = (pixel - LEFT) / Math.max(this.data.width - LEFT - RIGHT, 1);
    return Math.round((axis.from + share * (axis.to - axis.from)) * this.view.unit + axis.zero);
  }

  pixelOf(sample, axis = this.axis()) {
    const at = (sample - axis.zero) / this.view.unit;
    return LEFT + ((at - axis.from) / (axis.to - axis.from)) * (this.data.width - LEFT - RIGHT);
  }

  paint() {
    this.data.now();
  }

  fit() {
    for (const lane of this.lanes ?? []) lane.scale.known = false;
  }

  #paint(context) {
    if (!this.raw) return this.#blank(context);
    const axis = this.axis();
    const other = this.other?.();
    if (other) {
      this.#blank(context);
      other.draw(context, axis);
      for (const painter of this.above) painter(context, axis);
      return;
    }
    for (const lane of this.shown) {
      this.#reckon(lane, axis);
      lane.scale.follow(lane.curves[0]);
    }
    if (axis.width < DRAWN) this.#draw(context, axis);
    else this.#write(context, axis);
    for (const lane of this.shown) this.#missing(context, this.space(lane, axis), axis);
    for (const painter of this.above) painter(context, axis);
  }

  #reckon(lane, axis) {
    lane.curves = [
      this.#curve(this.raw, lane, "columns", axis, 0),
      this.#curve(this.smooth, lane, "smoothed", axis, 1),
    ];
  }

  #curve(samples, lane, part, axis, turn) {
    const count = axis.last - axis.first;
    if (axis.width < DRAWN) return this.#points(samples, lane.channel, axis);
    const known = lane.curves[turn];
    const fits = known?.form === "columns" && known.count === count;
    const curve = fits ? known : { form: "columns", count, scale: 1, min: new Float32Array(count), max: new Float32Array(count) };
    Object.assign(curve, { offset: samples.base[lane.channel] ?? 0, from: axis.from, to: axis.to });
    lane[part].read(axis.width, axis.first, axis.last, curve.min, curve.max);
    return curve;
  }

  #points(samples, channel, axis) {
    const first = Math.max(Math.floor(axis.first * axis.width), samples.first);
    const last = Math.min(Math.ceil(axis.last * axis.width) + 1, samples.end);
    const count = Math.max(last - first, 0);
    const x = new Float64Array(count);
    const y = new Float32Array(count);
    for (let i = 0; i < count; i += 1) {
      x[i] = (first + i - axis.zero) / this.view.unit - axis.from;
      y[i] = samples.raw[channel][(first + i) % samples.size];
    }
    return { form: "points", count, x, y, offset: samples.base[channel] ?? 0, scale: 1, from: axis.from };
  }

  // Few samples: lines from one to the next.
  #draw(context, axis) {
    this.#ground.lay(this.data, ...this.#grid(axis, "drawn"));
    for (const lane of this.shown) {
      const space = this.space(lane, axis);
      const [raw, smooth] = lane.curves;
      context.save();
      context.beginPath();
      context.rect(space.left, space.top, space.width, space.height);
      context.clip();
      drawLine(context, raw, space, colours().raw, 1.1);
      drawDots(context, raw, space, colours().raw);
      drawLine(context, smooth, space, colours().accent, 2);
      context.restore();
    }
  }

  // Many: a stroke in each column of pixels.
  #write(context, axis) {
    const anew = this.#ground.make(this.data, ...this.#grid(axis, "written"));
    this.#raster.begin(this.#ground.context, anew, this.data.density);
    for (const lane of this.shown) {
      const space = this.space(lane, axis);
      const [raw, smooth] = lane.curves;
      this.#raster.clear(space);
      this.#raster.bars(raw, space, colours().raw);
      this.#raster.trace(smooth, space, colours().accent);
    }
    this.#raster.end(context);
  }

  // Where samples are missing stands a dashed line with their number.
  #missing(context, space, axis) {
    context.strokeStyle = colours().also1;
    context.setLineDash([3, 3]);
    for (const { at } of this.gaps) {
      const x = space.x((at - axis.zero) / this.view.unit);
      if (x < space.left || x > space.left + space.width) continue;
      context.beginPath();
      context.moveTo(x, space.top);
      context.lineTo(x, space.top + space.height);
      context.stroke();
    }
    context.setLineDash([]);
  }

  #blank(context) {
    context.fillStyle = colours().surface;
    context.fillRect(0, 0, this.data.width, this.data.height);
  }

  // What the ground is made from, and how. What is written into pixels has to hear of each that is made.
  #grid(axis, way) {
    const scales = this.shown.flatMap(({ axis: { label }, scale }) => [label, scale.low, scale.high]);
    return [[way, axis.from, axis.to, axis.label, colours(), ...scales], (context) => this.#paintGrid(context, axis)];
  }

  #paintGrid(context, axis) {
    this.#blank(context);
    for (const lane of this.shown) {
      const space = this.space(lane, axis);
      const along = marksAlong(axis, axis.from, axis.to, space.width);
      const up = marksUp(space.low, space.high, space.height);
      drawGrid(context, space, along, up);
      drawFrame(context, space);
      drawBeside(context, space, up, lane.axis, "left");
      if (lane === this.shown.at(-1)) drawBelow(context, space, along, axis);
    }
  }
}
