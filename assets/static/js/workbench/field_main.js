// The workbench for a field: puts its parts together.

import { Auto } from "./auto.js";
import { Busy } from "./busy.js";
import { Compared } from "./compare.js";
import { Exporting } from "./exporting.js";
import { Facts } from "./facts.js";
import { FieldExplorer } from "./field_explorer.js";
import { listenToField } from "./field_gestures.js";
import { FieldPlot } from "./field_plot.js";
import { RowOfNumbers } from "./field_table.js";
import { History } from "./history.js";
import { listenToKeys } from "./keys.js";
import { counted, plain } from "./numbers.js";
import { NumbersTable } from "./numbers_table.js";
import { announce, preparePage } from "./page.js";
import { Saving } from "./saving.js";
import { SmoothingCard } from "./smoothing.js";
import { State } from "./state.js";
import { showCost, showNotes, showSeen } from "./status.js";
import { Surface } from "./surface.js";

const root = document.querySelector("[data-workbench]");
const part = (name) => root.querySelector(`[data-${name}]`);

const maps = JSON.parse(part("field").dataset.maps);
const state = new State(JSON.parse(root.dataset.defaults), root.dataset.link);
const plot = new FieldPlot(part("field"), maps, part("field").dataset.diverging.split(" "));
const busy = new Busy(part("frame"), { onCancel: () => explorer.lane.stop() });
const explorer = new FieldExplorer({ state, plot, busy });
const card = new SmoothingCard(part("smoothing"), state);
const compared = new Compared(root, state, card);
const auto = new Auto(part("smoothing"), { state, card, pixels: () => 1, announce });
new History(root, state);
const facts = new Facts(root, state, () => 1);
const exporting = new Exporting(root, state, announce);
const table = new NumbersTable(root, new RowOfNumbers(plot));
const saving = new Saving(root, state, announce);
const surface = new Surface(part("surface"), explorer, plot);

const fit = () => state.change({ x0: null, x1: null, y0: null, y1: null }, { kind: "fit", words: "Everything" });
listenToField(plot, {
  look: (window, settled) => explorer.look(window, settled),
  point: (column, row, settled) => explorer.point(column, row, settled),
  fit,
});

function zoom(by) {
  const { x0, x1, y0, y1 } = plot.window;
  const { column, row } = plot.at;
  const around = (at, end) => at + (end - at) * by;
  explorer.look({ x0: around(column, x0), x1: around(column, x1), y0: around(row, y0), y1: around(row, y1) }, true);
}

function pan(share) {
  const { x0, x1, y0, y1 } = plot.window;
  explorer.look({ x0, x1, y0: y0 + (y1 - y0) * share, y1: y1 + (y1 - y0) * share }, true);
}

function move(columns, rows) {
  explorer.point(plot.at.column + columns, plot.at.row + rows);
}

const deeds = {
  undo: () => state.go(-1),
  redo: () => state.go(1),
  fit,
  turn: (by) => card.turn(by),
  auto: () => auto.choose(),
  compare: () => compared.keep(),
  pane: (name) => chooseLayer(explorer.layer === name ? "smooth" : name),
  export: () => exporting.open(),
  save: () => saving.open(),
  surface: () => surface.open(),
  move: (columns) => move(columns, 0),
  down: (rows) => move(0, rows),
  zoom,
  pan,
};
listenToKeys(plot.place, deeds);
root.addEventListener("click", (event) => {
  const { layer } = event.target.closest("[data-layer]")?.dataset ?? {};
  if (layer) chooseLayer(layer);
});
part("map").addEventListener("change", (event) => state.change({ map: event.target.value }, { kind: "map", words: "Colours" }));

function chooseLayer(layer) {
  for (const button of root.querySelectorAll("[data-layer]")) button.setAttribute("aria-pressed", String(button.dataset.layer === layer));
  explorer.choose(layer);
}

// A kept smoothing can be looked at while it is kept.
function showLayers() {
  const kept = state.now.also.length;
  for (const [layer, needed] of [["also1", 1], ["also2", 2]]) root.querySelector(`[data-layer=${layer}]`).hidden = kept < needed;
  if ((explorer.layer === "also1" && kept < 1) || (explorer.layer === "also2" && kept < 2)) chooseLayer("smooth");
}

state.onChange((names) => { if (names.has("also")) showLayers(); });

// What stands at the point, in words.
function told() {
  const { column, row, column_name, row_name, raw, smooth, also1, also2 } = explorer.at;
  const value = (name, number) => (number === undefined ? "" : `, ${name} ${number === null ? "no value" : plain(number, 5)}`);
  return `row ${row_name ?? row}, column ${column_name ?? column}${value("as measured", raw)}${value("smoothed", smooth)}${value("kept 1", also1)}${value("kept 2", also2)}`;
}

let spoken = "";
explorer.onShown((settled) => {
  const { head } = explorer;
  part("frame").removeAttribute("data-empty");
  showCost(head);
  if (explorer.at) part("readout").textContent = told();
  table.show();
  if (!settled) return facts.stop();
  const shown = head.visible === head.total ? `${counted(head.rows)} × ${counted(head.columns)} values` : `${counted(head.visible)} of ${counted(head.total)} values in view`;
  const picture = plot.layer;
  showSeen(picture.width * picture.height < head.visible ? `${shown}; each pixel a mean` : shown);
  card.meet({ signal: { step: 1 }, total: Math.max(head.rows, head.columns), x: { kind: "row", unit: "" } });
  part("map").value = state.get("map");
  part("copy-link").href = state.address;
  showNotes(head.notes);
  part("sentence").textContent = `${root.dataset.title}: ${shown}, from ${plain(picture.minimum)} to ${plain(picture.maximum)}${head.value.unit && ` ${head.value.unit}`}.`;
  if (explorer.at && document.activeElement === plot.place && told() !== spoken) announce(told());
  spoken = explorer.at ? told() : "";
  facts.ask(head.ms);
});

showLayers();
preparePage(root, deeds, () => explorer.ask());
part("frame").dataset.empty = "";
explorer.ask();
