// The newest samples of all channels in rings of fixed size, and the extremes of blocks of them for as
// long as memory of bounded size allows. Nothing is allocated while samples come, but for the blocks'
// few doublings.

export const BLOCK = 256;
const MOST_BLOCKS = 2 ** 20; // of each channel: 45 minutes at 100,000 samples a second

export class Samples {
  start = 0; // the number of the first that ever came
  end = 0; // the number that the next will have
  life = 0; // grows when everything is forgotten

  constructor(channels, wanted) {
    this.size = 2 ** Math.ceil(Math.log2(Math.max(wanted, 4096)));
    this.raw = Array.from({ length: channels }, () => new Float32Array(this.size).fill(NaN));
    this.base = new Array(channels).fill(null); // what is to be added to every stored value
    this.blocks = 1024;
    this.low = this.raw.map(() => new Float32Array(this.blocks).fill(NaN));
    this.high = this.raw.map(() => new Float32Array(this.blocks).fill(NaN));
    this.blocked = 0; // how many blocks are complete
  }

  get first() {
    return Math.max(this.start, this.end - this.size);
  }

  // The oldest sample of which at least the block's extremes are known.
  get oldest() {
    return Math.max(this.start, (this.blocked - this.blocks) * BLOCK);
  }

  restart(number) {
    for (const values of [...this.raw, ...this.low, ...this.high]) values.fill(NaN);
    this.start = this.end = number;
    this.life += 1;
    this.blocked = Math.floor(number / BLOCK);
  }

  write(frame) {
    const { first, count } = frame;
    if (this.end === this.start) this.restart(first);
    if (first + count <= this.end) return 0;
    const missed = Math.max(first - this.end, 0);
    if (missed >= this.size) this.restart(first);
    else if (missed) this.#leaveOut(first);
    const before = this.end;
    this.#fill(frame, 0);
    this.end = Math.max(this.end, first + count);
    this.#void(frame.channels, before);
    this.#block();
    return missed;
  }

  // Takes samples of some channels from within what is here; whether they were.
  mend(frame) {
    const { first, count } = frame;
    if (first < this.first || first + count > this.end) return false;
    this.#fill(frame, 0);
    this.#reckon(first, first + count);
    return true;
  }

  // Takes samples that end where the first begins, as far as there is room; how many.
  prepend(frame) {
    const { first, count } = frame;
    const room = Math.min(count, this.size - (this.end - this.start));
    if (first + count !== this.start || room <= 0) return 0;
    const left = count - room;
    this.#fill(frame, left);
    this.start = first + left;
    this.#reckon(this.start, first + count);
    return room;
  }

  // The extremes of the complete blocks from sample `from` to `to`, once more.
  #reckon(from, to) {
    for (let block = Math.floor(from / BLOCK); block * BLOCK < to && block < this.blocked; block += 1) {
      if (this.blocked - block > this.blocks) continue;
      for (let channel = 0; channel < this.raw.length; channel += 1) {
        this.#extremes(channel, Math.max(block * BLOCK, this.start), (block + 1) * BLOCK, block % this.blocks);
      }
    }
    this.life += 1;
  }

  value(channel, number) {
    if (number < this.first || number >= this.end) return NaN;
    return this.raw[channel][number % this.size] + this.base[channel];
  }

  #leaveOut(until) {
    for (const values of this.raw) {
      for (let n = this.end; n < until; n += 1) values[n % this.size] = NaN;
    }
    this.end = until;
    this.#block();
  }

  #fill({ first, count, channels, offsets, values }, from) {
    const columns = channels.length;
    const start = Math.max(from, count - this.size);
    const turn = this.size - 1; // the size is a power of two
    channels.forEach((channel, column) => {
      const ring = this.raw[channel];
      this.base[channel] ??= offsets[column];
      const shift = offsets[column] - this.base[channel];
      for (let i = start, at = i * columns + column; i < count; i += 1, at += columns) ring[(first + i) & turn] = values[at] + shift;
    });
  }

  // The channels that did not come have a gap there.
  #void(channels, from) {
    if (channels.length === this.raw.length) return;
    this.raw.forEach((ring, channel) => {
      if (channels.includes(channel)) return;
      for (let n = Math.max(from, this.end - this.size); n < this.end; n += 1) ring[n % this.size] = NaN;
    });
  }

  #block() {
    const complete = Math.floor(this.end / BLOCK);
    while (this.blocked < complete) {
      const at = this.blocked * BLOCK;
      if (this.blocked - Math.floor(this.start / BLOCK) >= this.blocks && this.blocks < MOST_BLOCKS) this.#grow();
      const place = this.blocked % this.blocks;
      for (let channel = 0; channel < this.raw.length; channel += 1) {
        this.#extremes(channel, Math.max(at, this.start), at + BLOCK, place);
      }
      this.blocked += 1;
    }
  }

  #extremes(channel, from, to, place) {
    const ring = this.raw[channel];
    let low = Infinity;
    let high = -Infinity;
    for (let n = from; n < to; n += 1) {
      const value = ring[n % this.size];
      if (value < low) low = value;
      if (value > high) high = value;
    }
    this.low[channel][place] = low <= high ? low : NaN;
    this.high[channel][place] = low <= high ? high : NaN;
  }

  #grow() {
    const before = this.blocks;
    this.blocks *= 2;
    const moved = (old) => {
      const grown = new Float32Array(this.blocks).fill(NaN);
      for (let n = Math.max(this.blocked - before, 0); n < this.blocked; n += 1) grown[n % this.blocks] = old[n % before];
      return grown;
    };
    this.low = this.low.map(moved);
    this.high = this.high.map(moved);
  }
}
