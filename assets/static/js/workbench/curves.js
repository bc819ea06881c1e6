// Draws curves: measured ones as bars from smallest to largest, computed ones as lines. Gaps stay open.
// `space` tells where things are: {x(value), top, height, low, high}.

const STEEP = 2.5; // pixels up and down in each column: a line that is drawn finer
const DENSE = 12; // pixels up and down in each column: one that has become an area

function vertical(curve, space) {
  const scale = -space.height / (space.high - space.low);
  return { at: space.top + (curve.offset - space.high) * scale, by: curve.scale * scale };
}

function horizontal(curve, space) {
  const start = space.x(curve.from);
  return { start, wide: (space.x(curve.to) - start) / curve.count };
}

// Each column a bar; where two neighbours do not meet, both are drawn on to half way between them.
export function drawBars(context, curve, space, colour) {
  const { at, by } = vertical(curve, space);
  const { start, wide } = horizontal(curve, space);
  const { min, max } = curve;
  const cap = (y) => Math.min(Math.max(y, space.top - 20), space.top + space.height + 20);
  context.fillStyle = colour;
  let above = NaN; // where the bar before this one ends, upwards and downwards
  let below = NaN;
  for (let i = 0; i < min.length; i += 1) {
    let top = cap(at + by * max[i]);
    let bottom = cap(at + by * min[i]);
    const x = start + i * wide;
    if (top > below) {
      const middle = (top + below) / 2;
      context.fillRect(x - wide, below, wide, middle - below);
      [above, below, top] = [top, bottom, middle];
    } else if (bottom < above) {
      const middle = (bottom + above) / 2;
      context.fillRect(x - wide, middle, wide, above - middle);
      [above, below, bottom] = [top, bottom, middle];
    } else {
      [above, below] = [top, bottom];
    }
    if (bottom - top < 1) {
      top = (top + bottom) / 2 - 0.5;
      bottom = top + 1;
    }
    if (top === top) context.fillRect(x, top, wide, bottom - top);
  }
}

function joinColumns(context, curve, space) {
  const { at, by } = vertical(curve, space);
  const { start, wide } = horizontal(curve, space);
  let last = NaN;
  let climbed = 0;
  for (let i = 0; i < curve.min.length; i += 1) {
    const x = start + (i + 0.5) * wide;
    const low = at + by * curve.min[i];
    const high = at + by * curve.max[i];
    if (Number.isNaN(low)) {
      last = NaN;
      continue;
    }
    const [first, second] = Math.abs(low - last) < Math.abs(high - last) ? [low, high] : [high, low];
    if (Number.isNaN(last)) context.moveTo(x - 0.01, first);
    context.lineTo(x, first);
    if (Math.abs(second - first) > 0.7) context.lineTo(x, second);
    last = second;
    climbed += Math.abs(second - first);
  }
  return climbed / curve.min.length;
}

function joinPoints(context, curve, space) {
  const { at, by } = vertical(curve, space);
  let last = NaN;
  for (let i = 0; i < curve.y.length; i += 1) {
    const y = at + by * curve.y[i];
    const x = space.x(curve.from + curve.x[i]);
    if (Number.isNaN(last)) context.moveTo(x - 0.01, y);
    if (y === y) context.lineTo(x, y);
    last = y;
  }
}

export function drawLine(context, curve, space, colour, thick, dash = []) {
  context.beginPath();
  const climbs = curve.form === "columns" ? joinColumns(context, curve, space) : 0;
  if (curve.form === "points") joinPoints(context, curve, space);
  context.strokeStyle = colour;
  context.lineWidth = climbs > STEEP ? Math.min(thick, 1.2) : thick;
  context.globalAlpha = climbs > DENSE ? 0.75 : 1;
  context.lineJoin = "round";
  context.lineCap = "round";
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// The measured points themselves, where there is room between them.
export function drawDots(context, curve, space, colour) {
  if (curve.form !== "points" || curve.count < 2) return;
  const apart = (space.x(curve.from + curve.x[curve.count - 1]) - space.x(curve.from + curve.x[0])) / curve.count;
  if (apart < 7) return;
  const { at, by } = vertical(curve, space);
  context.fillStyle = colour;
  for (let i = 0; i < curve.y.length; i += 1) {
    const y = at + by * curve.y[i];
    if (y !== y) continue;
    context.beginPath();
    context.arc(space.x(curve.from + curve.x[i]), y, 2, 0, 7);
    context.fill();
  }
}

// The area within `half` of a curve, up and down (an uncertainty band).
export function drawBand(context, curve, space, half, colour) {
  const { at, by } = vertical(curve, space);
  const reach = (half * space.height) / (space.high - space.low);
  const columns = curve.form === "columns";
  const { start, wide } = columns ? horizontal(curve, space) : {};
  const x = columns ? (i) => start + (i + 0.5) * wide : (i) => space.x(curve.from + curve.x[i]);
  const highs = columns ? curve.max : curve.y;
  const lows = columns ? curve.min : curve.y;
  context.fillStyle = colour;
  context.globalAlpha = 0.18;
  for (let first = 0; first < highs.length; first += 1) {
    let last = first; // a stretch without gaps is one area
    while (last < highs.length && highs[last] === highs[last]) last += 1;
    context.beginPath();
    for (let i = first; i < last; i += 1) context.lineTo(x(i), at + by * highs[i] - reach);
    for (let i = last - 1; i >= first; i -= 1) context.lineTo(x(i), at + by * lows[i] + reach);
    context.fill();
    first = last;
  }
  context.globalAlpha = 1;
}
