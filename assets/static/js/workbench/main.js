// The workbench: puts its parts together.

import { Analysis } from "./analysis.js";
import { Auto } from "./auto.js";
import { drawBox } from "./box.js";
import { Busy } from "./busy.js";
import { Compared } from "./compare.js";
import { Cursors } from "./cursors.js";
import { Explorer } from "./explorer.js";
import { Exporting } from "./exporting.js";
import { Facts } from "./facts.js";
import { listen } from "./gestures.js";
import { History } from "./history.js";
import { listenToKeys } from "./keys.js";
import { Limits } from "./limits.js";
import { markMoments } from "./moments.js";
import { NumbersTable } from "./numbers_table.js";
import { Overview } from "./overview.js";
import { announce, preparePage } from "./page.js";
import { Panes } from "./panes.js";
import { Plot } from "./plot.js";
import { Residual } from "./residual.js";
import { Saving } from "./saving.js";
import { SmoothingCard } from "./smoothing.js";
import { drawSparks } from "./sparks.js";
import { afterPaint } from "./stage.js";
import { State } from "./state.js";
import { sentence, showBadge, showCost, showNotes } from "./status.js";

const root = document.querySelector("[data-workbench]");
const part = (name) => root.querySelector(`[data-${name}]`);

const state = new State(JSON.parse(root.dataset.defaults), root.dataset.link);
const plot = new Plot(part("plot"));
const overview = new Overview(part("overview"), plot, (range, settled) => explorer.look(range, settled));
const residual = new Residual(part("residual"), state, plot);
const busy = new Busy(part("frame"), { onCancel: () => explorer.lane.stop() });
const explorer = new Explorer({ state, plot, overview, residual, busy });
const card = new SmoothingCard(part("smoothing"), state);
const cursors = new Cursors(plot, part("readout"), announce);
const panes = new Panes(root, state);
const compared = new Compared(root, state, card);
new History(root, state);
const box = drawBox(plot);
markMoments(plot, JSON.parse(root.dataset.moments));
const facts = new Facts(root, state, () => plot.columns);
const analysis = new Analysis(root, { state, panes, plot });
const auto = new Auto(part("smoothing"), { state, card, pixels: () => plot.columns, announce });
const limits = new Limits(root, state, plot);
const table = new NumbersTable(root, plot);
const exporting = new Exporting(root, state, announce);
const saving = new Saving(root, state, announce);

listen(plot, {
  range: (range, settled) => explorer.look(range, settled),
  scale: (scale, settled) => explorer.limit(scale, settled),
  click: (x, event) => cursors.click(x, event),
  grab: (pixel) => cursors.grab(pixel),
  hover: (pixel) => cursors.hover(pixel),
  fit: () => explorer.fit(),
  box,
});

function zoom(by) {
  const { from, to } = plot.range;
  const at = cursors.at[cursors.active] ?? (from + to) / 2;
  explorer.look({ from: at + (from - at) * by, to: at + (to - at) * by });
}

function pan(share) {
  const by = (plot.range.to - plot.range.from) * share;
  explorer.look({ from: plot.range.from + by, to: plot.range.to + by });
}

// The same view of another column; what was seen of this one's values is forgotten.
function otherColumn(link) {
  const asked = new URLSearchParams(link.search);
  return `/workbench?${state.query({ y: asked.get("y"), inside: asked.get("inside"), ymin: null, ymax: null })}`;
}

const deeds = {
  undo: () => state.go(-1),
  redo: () => state.go(1),
  fit: () => explorer.fit(),
  turn: (by) => card.turn(by),
  auto: () => auto.choose(),
  pane: (name) => panes.toggle(name),
  compare: () => compared.keep(),
  export: () => exporting.open(),
  save: () => saving.open(),
  move: (columns) => cursors.move(columns),
  moveTo: (end) => cursors.moveTo(end),
  choose: (which) => cursors.choose(which),
  clear: () => cursors.clear(),
  zoom,
  pan,
};

listenToKeys(plot.place, deeds);
preparePage(root, deeds, () => {
  explorer.again();
  if (explorer.head) analysis.ask();
});

let sparks; // drawn once, after the plot

function quiet() {
  facts.stop();
  analysis.quiet();
}

// What is told of a view beside its plot.
function tell() {
  const { head } = explorer;
  showBadge(head);
  showCost(head);
  if (!isSettled) return;
  card.meet(head);
  explorer.prepare(card.likely);
  if (!part("readout").hasChildNodes()) cursors.hover(null);
  sparks ??= drawSparks(root, head.total) ?? true;
  limits.show();
  table.show();
  showNotes(head.notes);
  facts.ask(head.ms);
  analysis.meet();
  analysis.ask(head.ms);
  part("sentence").textContent = sentence(plot, head, card, root.dataset.title);
  part("copy-link").href = state.address;
  for (const link of root.querySelectorAll("[data-column]")) link.href = otherColumn(link);
}

let isSettled = false;
let isTelling = false;

explorer.onShown((settled) => {
  isSettled = settled;
  part("frame").removeAttribute("data-empty");
  if (settled) residual.settle();
  else quiet();
  if (isTelling) return;
  isTelling = true;
  afterPaint(() => {
    isTelling = false;
    tell();
  });
});

part("frame").dataset.empty = "";
explorer.start();

// For measuring: whether both curves are painted, and what changes with the smoothed one.
window.__peerPlot = {
  visible: () => plot.curves.has("raw") && plot.curves.has("smooth") && plot.stage.painted,
  sig: () => plot.stage.painted && String((plot.curves.get("smooth")?.max ?? plot.curves.get("smooth")?.y)?.subarray(0, 400).join()),
};
