// The peaks of the visible part: how high and how wide before smoothing, and after.

import { distance, placed, plain } from "./numbers.js";

const HEADS = ["At", "Height", "smoothed", "Width", "smoothed"];

export function peaksTable(peaks, plot) {
  const table = document.createElement("table");
  const head = table.createTHead().insertRow();
  for (const words of HEADS) head.append(Object.assign(document.createElement("th"), { scope: "col", textContent: words }));
  const body = table.createTBody();
  const wide = (width) => (width === null ? "–" : distance(width, plot.x, 3));
  for (const peak of peaks) {
    const row = body.insertRow();
    const cells = [placed(peak.at, plot.x, plot.step), plain(peak.height_before), plain(peak.height_after ?? NaN), wide(peak.width_before), wide(peak.width_after)];
    for (const text of cells) row.insertCell().textContent = text;
  }
  return table;
}
