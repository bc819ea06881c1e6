// The binary answers of the server (layout SGV1): a header in JSON, then arrays, read without copying.

const MAGIC = "SGV1";
const TYPES = { f4: Float32Array, f8: Float64Array, u1: Uint8Array, u2: Uint16Array };

export function decode(buffer) {
  const magic = String.fromCharCode(...new Uint8Array(buffer, 0, 4));
  if (magic !== MAGIC) throw new Error("The answer is not one that this page understands.");
  const length = new DataView(buffer).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, length)));
  const curves = (header.curves ?? []).map((told) => curve(told, header.x, buffer));
  return { ...header, curves, bytes: buffer.byteLength };
}

// min, max, x, y become arrays; a stored value v means offset + scale v.
function curve(told, x, buffer) {
  const made = { ...told, from: x.from, to: x.to };
  for (const { role, dtype, at, length } of told.arrays) {
    made[role] = new TYPES[dtype](buffer, at, length);
  }
  return made;
}

export const valueOf = (curve, stored) => curve.offset + curve.scale * stored;

// The smallest and largest value of a curve between two places; null where there is none.
export function extent(curve, from = -Infinity, to = Infinity) {
  let low = Infinity;
  let high = -Infinity;
  const lows = curve.min ?? curve.y;
  const highs = curve.max ?? curve.y;
  const wide = (curve.to - curve.from) / curve.count;
  for (let i = 0; i < lows.length; i += 1) {
    const x = curve.form === "points" ? curve.from + curve.x[i] : curve.from + (i + 0.5) * wide;
    if (x < from || x > to) continue;
    if (lows[i] < low) low = lows[i];
    if (highs[i] > high) high = highs[i];
  }
  if (!(low <= high)) return null;
  return { low: valueOf(curve, low), high: valueOf(curve, high) };
}

// What a curve has at (or nearest to) x: {x, low, high}, low = high for a single point; null in a gap.
export function valueAt(curve, x) {
  if (curve.form === "points") {
    const i = nearest(curve.x, x - curve.from);
    if (i < 0 || Number.isNaN(curve.y[i])) return null;
    const value = valueOf(curve, curve.y[i]);
    return { x: curve.from + curve.x[i], low: value, high: value };
  }
  const column = Math.floor(((x - curve.from) / (curve.to - curve.from)) * curve.count);
  const i = x === curve.to ? curve.count - 1 : column; // the last value lies at the very end
  if (i < 0 || i >= curve.min.length || !(curve.min[i] <= curve.max[i])) return null;
  return { x, low: valueOf(curve, curve.min[i]), high: valueOf(curve, curve.max[i]) };
}

function nearest(sorted, wanted) {
  let low = 0;
  let high = sorted.length - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= wanted) low = middle;
    else high = middle;
  }
  if (high < 0) return -1;
  return Math.abs(sorted[low] - wanted) <= Math.abs(sorted[high] - wanted) ? low : high;
}
