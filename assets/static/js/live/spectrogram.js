// How strong which frequencies are, over time: a column of pixels for each stretch, reckoned once.

import { drawBelow, drawBeside, drawFrame, marksAlong, marksUp } from "../workbench/axes.js";
import { table } from "../workbench/colour_map.js";
import { Fourier } from "./fourier.js";

const LONG = 0.5; // seconds of samples in one spectrum, about
const [SMALLEST, LARGEST] = [64, 1024]; // samples in it
const LEAST = 24; // dB that the colours span at least
const QUIET = 0.3; // the share of frequencies that are taken for the ground
const SLOW = 0.05; // how fast the colours follow the ground
const CIVIDIS = "00224e 123570 3b496c 575d6d 707173 8a8678 a59c74 c3b369 e1cc55 fee838";

export class Spectrogram {
  constructor(samples, channel, rate) {
    this.samples = samples;
    this.channel = channel;
    const size = 2 ** Math.round(Math.log2(LONG * rate || 1));
    this.fourier = new Fourier(Math.min(Math.max(size, SMALLEST), LARGEST));
    this.half = this.fourier.size / 2;
    this.palette = new Uint32Array(table(CIVIDIS).buffer);
    this.canvas = document.createElement("canvas");
    this.width = 0;
    this.done = 0;
    this.top = -Infinity; // dB of the strongest so far,
    this.ground = NaN; // and of what is there all the time
  }

  // Paints columns from `first` to `last`, of `width` samples each, into the space.
  paint(context, space, { first, last, width }) {
    const count = last - first;
    if (this.canvas.width !== count || this.width !== width) this.#begin(count, width);
    this.#reckon(Math.max(first, this.done), Math.min(last, Math.floor(this.samples.end / width)));
    const cut = ((first % count) + count) % count;
    const part = (count - cut) / count;
    context.imageSmoothingEnabled = false;
    const { left, top, width: wide, height } = space;
    context.drawImage(this.canvas, cut, 0, count - cut, this.half, left, top, wide * part, height);
    if (cut) context.drawImage(this.canvas, 0, 0, cut, this.half, left + wide * part, top, wide * (1 - part), height);
  }

  #begin(count, width) {
    this.canvas.width = count;
    this.canvas.height = this.half;
    this.width = width;
    this.context = this.canvas.getContext("2d");
    this.column = this.context.createImageData(1, this.half);
    this.done = -Infinity;
  }

  #reckon(from, to) {
    for (let k = Math.max(from, 0); k < to; k += 1) {
      const end = Math.round((k + 1) * this.width);
      const pixels = new Uint32Array(this.column.data.buffer);
      const known = end - this.fourier.size >= this.samples.first;
      if (known) this.#colour(pixels, this.fourier.power(this.samples, this.channel, end - this.fourier.size));
      else pixels.fill(0);
      this.context.putImageData(this.column, k % this.canvas.width, 0);
    }
    this.done = Math.max(this.done, to);
  }

  // The ground is a quantile of the levels, from one of eight frequencies.
  #follow(power) {
    const levels = [];
    for (let i = 4; i < this.half; i += 8) levels.push(10 * Math.log10(power[i] + 1e-30));
    levels.sort((a, b) => a - b);
    const found = levels[Math.floor(QUIET * levels.length)];
    this.ground = Number.isNaN(this.ground) ? found : this.ground + SLOW * (found - this.ground);
  }

  #colour(pixels, power) {
    const { half } = this;
    let peak = -Infinity;
    for (let i = 1; i < half; i += 1) if (power[i] > peak) peak = power[i];
    const level = 10 * Math.log10(peak);
    if (Number.isFinite(level)) this.top = this.top === -Infinity ? level : Math.max(level, this.top - 0.02);
    this.#follow(power);
    const range = Math.max(this.top - this.ground, LEAST);
    for (let i = 0; i < half; i += 1) {
      const share = (10 * Math.log10(power[i] + 1e-300) - this.ground) / range;
      pixels[half - 1 - i] = this.palette[Math.round(Math.min(Math.max(share, 0), 1) * 254)];
    }
  }
}

export function drawFrequencies(context, space, axis, lane, { last, rate }) {
  const own = { ...space, low: 0, high: rate / 2, y: (value) => space.top + (1 - value / (rate / 2)) * space.height };
  const up = marksUp(0, rate / 2, space.height);
  drawFrame(context, own);
  drawBeside(context, own, up, { label: `${lane.axis.label}: frequency`, unit: "Hz" }, "left");
  if (last) drawBelow(context, own, marksAlong(axis, axis.from, axis.to, own.width), axis);
}
