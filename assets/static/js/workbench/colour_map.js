// Colour maps as tables of 256 colours, made from the stops that the page brings along.

const GAP = [0, 0, 0, 0]; // transparent

// 256 × 4 bytes; the last one stands for a gap. Only the part from `start` to `stop` of the map is used.
export function table(stops, [start, stop] = [0, 1]) {
  const known = stops.split(" ").map((text) => [0, 2, 4].map((at) => parseInt(text.slice(at, at + 2), 16)));
  const colours = new Uint8ClampedArray(256 * 4);
  for (let i = 0; i < 255; i += 1) {
    const place = (start + (stop - start) * (i / 254)) * (known.length - 1);
    const low = Math.min(Math.floor(place), known.length - 2);
    const share = place - low;
    for (let part = 0; part < 3; part += 1) {
      colours[4 * i + part] = known[low][part] * (1 - share) + known[low + 1][part] * share;
    }
    colours[4 * i + 3] = 255;
  }
  colours.set(GAP, 255 * 4);
  return colours;
}

// The part of a map whose middle means zero that values from `low` to `high` take.
export function aroundZero(low, high) {
  const reach = Math.max(Math.abs(low), Math.abs(high)) || 1;
  return [0.5 + low / reach / 2, 0.5 + high / reach / 2];
}

// A picture of whole numbers from 0 to 255 in those colours.
export function picture(values, width, height, colours) {
  const pixels = new ImageData(width, height);
  const target = new Uint32Array(pixels.data.buffer);
  const source = new Uint32Array(colours.buffer);
  for (let i = 0; i < values.length; i += 1) target[i] = source[values[i]];
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas;
}

// The map as stops that Plotly takes.
export function plotlyScale(stops) {
  const known = stops.split(" ");
  return known.map((colour, i) => [i / (known.length - 1), `#${colour}`]);
}
