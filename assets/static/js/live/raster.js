// Columns of a curve, written straight into the pixels of the picture. Ten thousand rectangles a frame,
// drawn by the canvas, cost the browser's main thread three times as much as all else together.

const HALF = 0.9; // CSS pixels of a computed line above and below its middle
const THIN = 1; // CSS pixels that a bar is high at least

export class Raster {
  #ground = null; // as numbers, and
  #pixels = null; // the picture on it
  #ends = [new Float32Array(0), new Float32Array(0)]; // where each column's stroke begins and ends

  // The ground is a canvas' context that is read only when the ground is `anew`.
  begin(ground, anew, density) {
    this.density = density;
    if (!anew) return;
    const { width, height } = ground.canvas;
    this.image = ground.getImageData(0, 0, width, height);
    this.#pixels = new Uint32Array(this.image.data.buffer);
    this.#ground = this.#pixels.slice();
    this.#ends = this.#ends.map(() => new Float32Array(width));
  }

  // Nothing but the ground. Space after space: the processor holds one of them near by, but not all.
  clear(space) {
    const { left, right, top, bottom } = this.#box(space);
    const { width } = this.image;
    for (let y = top; y < bottom; y += 1) {
      this.#pixels.set(this.#ground.subarray(y * width + left, y * width + right), y * width + left);
    }
  }

  // The picture is laid on the canvas.
  end(context) {
    context.putImageData(this.image, 0, 0);
  }

  // Measured: each column a bar; where two neighbours do not meet, both are drawn on to half way between them.
  bars(curve, space, colour) {
    const { tops, bottoms, count } = this.#read(curve, space, this.density * 20);
    const thin = THIN * this.density;
    let above = NaN; // where the bar before this one begins, downwards,
    let below = NaN; // and ends
    for (let i = 0; i < count; i += 1) {
      const [top, bottom] = [tops[i], bottoms[i]];
      if (top > below) tops[i] = bottoms[i - 1] = (top + below) / 2;
      else if (bottom < above) bottoms[i] = tops[i - 1] = (bottom + above) / 2;
      [above, below] = [top, bottom];
    }
    for (let i = 0; i < count; i += 1) {
      const lacks = (thin - (bottoms[i] - tops[i])) / 2;
      if (lacks <= 0) continue;
      tops[i] -= lacks;
      bottoms[i] += lacks;
    }
    this.#fill(count, space, colour);
  }

  // Computed: each column with all that lies between it and the one before, as broad sideways as upright.
  trace(curve, space, colour) {
    const { tops, bottoms, count } = this.#read(curve, space, this.density * 4);
    const half = HALF * this.density;
    let above = NaN;
    let below = NaN;
    for (let i = 0; i < count; i += 1) {
      const [top, bottom] = [tops[i], bottoms[i]];
      tops[i] = (above < top ? above : top) - half;
      bottoms[i] = (below > bottom ? below : bottom) + half;
      [above, below] = [top, bottom];
    }
    this.#fill(count, space, colour);
  }

  // Where each column of pixels begins and ends, at most `beyond` outside of the space; NaN in gaps.
  #read(curve, space, beyond) {
    const [tops, bottoms] = this.#ends;
    const { min, max, offset } = curve;
    const { left, right, top, bottom } = this.#box(space);
    const by = (-space.height * this.density) / (space.high - space.low);
    const at = space.top * this.density + (offset - space.high) * by;
    const [ceiling, floor] = [top - beyond, bottom + beyond];
    const count = right - left;
    for (let i = 0; i < count; i += 1) {
      const column = min.length === count ? i : Math.floor((i * min.length) / count);
      tops[i] = Math.min(Math.max(at + by * max[column], ceiling), floor);
      bottoms[i] = Math.min(Math.max(at + by * min[column], ceiling), floor);
    }
    return { tops, bottoms, count };
  }

  // The space in whole pixels of the screen.
  #box({ left, top, width, height }) {
    const on = (value, most) => Math.min(Math.max(Math.round(value * this.density), 0), most);
    const { image } = this;
    const box = { left: on(left, image.width), top: on(top, image.height) };
    return { ...box, right: on(left + width, image.width), bottom: on(top + height, image.height) };
  }

  // The strokes in `ink`, their ends as strong as their share of a pixel.
  #fill(count, space, colour) {
    const [tops, bottoms] = this.#ends;
    const { left, top, bottom } = this.#box(space);
    const pixels = this.#pixels;
    const { width } = this.image;
    const ink = inkOf(colour);
    for (let i = 0; i < count; i += 1) {
      const from = Math.max(tops[i], top);
      const to = Math.min(bottoms[i], bottom);
      if (!(to > from)) continue; // never for a gap
      const x = left + i;
      const first = Math.ceil(from);
      const last = Math.floor(to);
      if (first > last) {
        pixels[last * width + x] = mixed(pixels[last * width + x], ink, to - from);
        continue;
      }
      let at = first * width + x;
      if (first > from) pixels[at - width] = mixed(pixels[at - width], ink, first - from);
      for (let y = first; y < last; y += 1, at += width) pixels[at] = ink;
      if (to > last) pixels[at] = mixed(pixels[at], ink, to - last);
    }
  }
}

// "#rrggbb" as a pixel of a picture: its bytes are red, green, blue and opaque.
function inkOf(colour) {
  const rgb = Number.parseInt(colour.slice(1), 16);
  return ((255 << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}

// A pixel of which the ink takes `share`, and the rest is as it was.
function mixed(below, ink, share) {
  const part = Math.round(share * 256);
  const rest = 256 - part;
  const outer = ((below & 0xff00ff) * rest + (ink & 0xff00ff) * part) >>> 8;
  const green = ((below & 0xff00) * rest + (ink & 0xff00) * part) >>> 8;
  return ((255 << 24) | (outer & 0xff00ff) | (green & 0xff00)) >>> 0;
}
