// The scale of a lane: grows at once with its values, and shrinks only when they have been small for
// a while, so that the picture does not breathe.

const AIR = 0.12;
const SMALL = 0.35; // of the scale's height that the values take
const PATIENCE = 240; // frames

export class Scale {
  low = -1;
  high = 1;
  known = false;
  #small = 0;

  follow(curve) {
    const found = extent(curve);
    if (!found) return;
    const [low, high] = found;
    const span = this.high - this.low;
    this.#small = high - low < SMALL * span ? this.#small + 1 : 0;
    if (!this.known || this.#small > PATIENCE) this.#set(low, high);
    else if (low < this.low || high > this.high) this.#set(Math.min(low, this.low + AIR * span), Math.max(high, this.high - AIR * span));
  }

  #set(low, high) {
    const air = (high - low) * AIR || Math.abs(high) * AIR || 1;
    this.low = low - air;
    this.high = high + air;
    this.known = true;
    this.#small = 0;
  }
}

function extent(curve) {
  let low = Infinity;
  let high = -Infinity;
  const small = curve.form === "columns" ? curve.min : curve.y;
  const large = curve.form === "columns" ? curve.max : curve.y;
  for (let i = 0; i < small.length; i += 1) {
    if (small[i] < low) low = small[i];
    if (large[i] > high) high = large[i];
  }
  return low <= high ? [low + curve.offset, high + curve.offset] : null;
}
