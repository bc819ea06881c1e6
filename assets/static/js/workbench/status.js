// What is told of a view in words: how much of it is drawn, what it cost, and a sentence for those
// who do not see it.

import { counted, placed, plain } from "./numbers.js";
import { extent } from "./transport.js";

const part = (name) => document.querySelector(`[data-${name}]`);

export function showBadge({ drawn, visible, total, tier, curves }) {
  const thinned = drawn < visible;
  const all = visible === total ? `${counted(total)} ${total === 1 ? "point" : "points"}` : `${counted(visible)} of ${counted(total)} points in view`;
  const known = part("badge").dataset.drawn;
  const raw = curves.find(({ name }) => name === "raw");
  if (raw) part("badge").dataset.drawn = thinned ? `${counted(drawn)} of ${counted(visible)} points drawn; extremes kept` : `${all}, all drawn`;
  part("badge").textContent = part("badge").dataset.drawn ?? known ?? "";
  if (tier === "preview") part("badge").append(" ", Object.assign(document.createElement("b"), { textContent: "preview" }));
  part("status-drawn").textContent = part("badge").dataset.drawn ?? "";
}

// What is seen of a field, and how.
export function showSeen(words) {
  for (const place of ["badge", "status-drawn"]) part(place).textContent = words;
}

export function showCost(head) {
  const indexing = head.pyramid && !head.pyramid.ready ? `; indexing, ${Math.round(100 * (head.pyramid.progress ?? 0))} %` : "";
  if (Number.isFinite(head.ms)) part("status-time").textContent = `${plain(head.ms, 2)} ms to compute${indexing}`;
  part("status-bytes").textContent = `${plain(head.bytes / 1024, 3)} kB`;
}

// The plot in a sentence.
export function sentence(plot, head, card, title) {
  const raw = plot.curves.get("raw");
  const seen = raw && extent(raw, plot.range.from, plot.range.to);
  const [from, to] = [plot.range.from, plot.range.to].map((x) => placed(x, plot.x, plot.step));
  const unit = plot.y.unit ? ` ${plot.y.unit}` : "";
  const values = seen ? `lie between ${plain(seen.low)} and ${plain(seen.high)}${unit}` : "are all missing";
  const words = plot.curves.get("smooth")?.words;
  return `${title}: ${counted(head.visible)} values from ${from} to ${to} ${values}.${words ? ` Smoothed: ${words}.` : ""}`;
}

export function showNotes(notes) {
  part("notes").replaceChildren(...notes.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}
