// Draws a computed curve as upright strokes, one for each column of pixels. A path with a corner in each
// column costs the browser's main thread three times as much, sixty times a second.

const HALF = 0.9; // pixels of the line above and below its middle

// Each column with all that lies between it and the one before: as broad sideways as upright.
export function drawTrace(context, curve, space, colour) {
  const scale = -space.height / (space.high - space.low);
  const at = space.top + (curve.offset - space.high) * scale;
  const start = space.x(curve.from);
  const wide = (space.x(curve.to) - start) / curve.count;
  const { min, max } = curve;
  const [ceiling, floor] = [space.top - 4, space.top + space.height + 4];
  context.fillStyle = colour;
  let above = NaN; // where the column before begins, downwards,
  let below = NaN; // and ends
  for (let i = 0; i < min.length; i += 1) {
    const top = at + scale * max[i];
    const bottom = at + scale * min[i];
    const from = Math.max(above < top ? above : top, ceiling) - HALF;
    const to = Math.min(below > bottom ? below : bottom, floor) + HALF;
    if (to > from) context.fillRect(start + i * wide, from, wide, to - from); // never for a gap
    [above, below] = [top, bottom];
  }
}
