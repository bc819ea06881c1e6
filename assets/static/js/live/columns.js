// The smallest and largest sample of each pixel column of one channel, kept while samples come: a
// frame costs what is new, not what is seen.

import { BLOCK } from "./samples.js";

const HELD = 8192; // columns

export class Columns {
  constructor(samples, channel) {
    this.samples = samples;
    this.channel = channel;
    this.low = new Float32Array(HELD);
    this.high = new Float32Array(HELD);
    this.width = 0; // samples in a column
    this.from = 0; // the first column that is known
    this.done = 0; // up to which sample
  }

  // Copies columns `from` up to `to` of `width` samples each into `low` and `high`.
  read(width, from, to, low, high) {
    if (width !== this.width || this.life !== this.samples.life) this.#begin(width, from);
    if (from < this.from) this.#back(from);
    if (from > this.from + HELD / 2) this.from = from - HELD / 4;
    this.#forward();
    for (let k = from; k < to; k += 1) {
      const known = k >= this.from && k * width < this.done;
      low[k - from] = known ? this.low[k % HELD] : NaN;
      high[k - from] = known ? this.high[k % HELD] : NaN;
    }
  }

  #begin(width, from) {
    this.width = width;
    this.life = this.samples.life;
    this.from = Math.max(from, Math.floor(this.samples.oldest / width), 0);
    this.done = Math.max(Math.ceil(this.from * width), this.samples.oldest);
  }

  #back(from) {
    const start = Math.max(from, Math.floor(this.samples.oldest / this.width), 0);
    for (let k = this.from - 1; k >= start; k -= 1) this.#fold(k, this.#start(k), this.#start(k + 1), true);
    this.from = Math.min(this.from, start);
  }

  #start(k) {
    return Math.ceil(k * this.width);
  }

  #forward() {
    const { end } = this.samples;
    const last = Math.floor((end - 1) / this.width);
    const skip = last - HELD + 1;
    if (this.done < this.#start(skip)) this.done = this.#start(skip);
    for (let k = Math.floor(this.done / this.width); k <= last && this.done < end; k += 1) {
      const from = Math.max(this.#start(k), this.done);
      const to = Math.min(this.#start(k + 1), end);
      this.#fold(k, from, to, from === this.#start(k) || from <= this.samples.oldest);
      this.done = to;
    }
  }

  // Takes samples `from` to `to` into column k.
  #fold(k, from, to, anew) {
    const place = k % HELD;
    let low = anew ? NaN : this.low[place];
    let high = anew ? NaN : this.high[place];
    const { raw, size, first, blocked } = this.samples;
    const ring = raw[this.channel];
    let n = from;
    while (n < to) {
      const block = Math.floor(n / BLOCK);
      const whole = block < blocked && (n < first || (n % BLOCK === 0 && n + BLOCK <= to));
      if (whole) {
        const at = block % this.samples.blocks;
        const small = this.samples.low[this.channel][at];
        const large = this.samples.high[this.channel][at];
        if (!(low <= small)) low = small === small ? small : low;
        if (!(high >= large)) high = large === large ? large : high;
        n = (block + 1) * BLOCK;
      } else {
        const value = ring[n % size];
        if (!(low <= value) && value === value) low = value;
        if (!(high >= value) && value === value) high = value;
        n += 1;
      }
    }
    this.low[place] = low;
    this.high[place] = high;
  }
}
