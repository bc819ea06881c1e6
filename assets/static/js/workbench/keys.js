// The keys of the workbench. Single keys act outside fields only; those that move cursors act on the plot.

import { typing } from "../typing.js";

// deeds: by name, what is done.
export function listenToKeys(plotPlace, deeds) {
  const command = {
    z: (event) => (event.shiftKey ? deeds.redo() : deeds.undo()),
    y: () => deeds.redo(),
    e: () => deeds.export?.(),
    s: () => deeds.save?.(),
  };
  const single = {
    "[": () => deeds.turn(1 / 1.05),
    "]": () => deeds.turn(1.05),
    "{": () => deeds.turn(1 / 1.2),
    "}": () => deeds.turn(1.2),
    a: () => deeds.auto?.(),
    c: () => deeds.compare?.(),
    f: () => deeds.fit(),
    r: () => deeds.pane?.("residual"),
  };
  const onPlot = {
    ArrowLeft: (event) => deeds.move(event.shiftKey ? -10 : -1),
    ArrowRight: (event) => deeds.move(event.shiftKey ? 10 : 1),
    ArrowUp: (event) => deeds.down?.(event.shiftKey ? -10 : -1),
    ArrowDown: (event) => deeds.down?.(event.shiftKey ? 10 : 1),
    Home: () => deeds.moveTo?.("from"),
    End: () => deeds.moveTo?.("to"),
    1: () => deeds.choose?.(0),
    2: () => deeds.choose?.(1),
    Escape: () => deeds.clear?.(),
    "+": () => deeds.zoom(1 / 1.5),
    "=": () => deeds.zoom(1 / 1.5),
    "-": () => deeds.zoom(1.5),
    PageUp: () => deeds.pan(-0.5),
    PageDown: () => deeds.pan(0.5),
  };

  function find(event) {
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const third = event.getModifierState("AltGraph"); // types [ on many keyboards; Windows says Ctrl and Alt
    if ((event.altKey && !third) || document.querySelector("dialog[open]")) return null;
    if ((event.ctrlKey || event.metaKey) && !third) return typing(event.target) && "zy".includes(key) ? null : command[key];
    if (event.target === plotPlace && onPlot[key]) return onPlot[key];
    return typing(event.target) ? null : single[key];
  }

  document.addEventListener("keydown", (event) => {
    const deed = find(event);
    if (!deed) return;
    event.preventDefault();
    deed(event);
  });
}
