// What a hand does on the plot and the keys: pause, pan, zoom, read.

const TURN = 0.0016; // of the window for each unit of the wheel

export function handle(live) {
  const { lanes, view, controls } = live;
  const { place } = lanes;
  let held = null;

  const spot = (event) => event.clientX - place.getBoundingClientRect().left;
  const seen = () => {
    const { width, from, to } = view.stretch(live.raw, lanes.pixels);
    return { from: from * width, to: to * width };
  };

  function zoom(by, at = null) {
    if (!view.paused) return controls.setWindow(view.window * by);
    const { from, to } = view.paused;
    const middle = at ?? (from + to) / 2;
    view.look({ from: middle + (from - middle) * by, to: middle + (to - middle) * by }, live.raw, live.oldest);
    live.asking.past();
    return live.remember();
  }

  function down(event) {
    if (event.button !== 0 || event.target.closest("button") || !live.raw) return;
    place.setPointerCapture(event.pointerId);
    held = { at: spot(event), ...seen(), moved: false };
  }

  function move(event) {
    const at = spot(event);
    live.reading.point(at);
    if (!held || Math.abs(at - held.at) < 4 && !held.moved) return;
    held.moved = true;
    live.pause(true);
    const by = ((held.at - at) / lanes.data.width) * (held.to - held.from);
    view.look({ from: held.from + by, to: held.to + by }, live.raw, live.oldest);
    live.wanted = true;
  }

  function wheel(event) {
    if (!live.raw) return;
    event.preventDefault();
    const by = Math.exp(Math.max(-300, Math.min(300, event.deltaY * (event.deltaMode ? 16 : 1))) * TURN);
    zoom(by, lanes.sampleAt(spot(event)));
  }

  function pan(share) {
    live.pause(true);
    const { from, to } = view.paused;
    view.look({ from: from + share * (to - from), to: to + share * (to - from) }, live.raw, live.oldest);
    live.asking.past();
    live.remember();
  }

  const KEYS = {
    " ": () => live.pause(!view.paused), f: () => act("fit"), r: () => act("record"),
    "+": () => zoom(0.8), "=": () => zoom(0.8), "-": () => zoom(1.25),
    pageup: () => pan(-0.5), pagedown: () => pan(0.5), arrowleft: () => live.reading.step(-1), arrowright: () => live.reading.step(1),
    escape: () => live.reading.point(null), end: () => live.pause(false),
  };

  function act(name) {
    if (name === "pause") live.pause(!view.paused);
    if (name === "now") live.pause(false);
    if (name === "fit") lanes.fit();
    if (name === "record") live.recording.toggle();
    live.wanted = true;
  }

  function press(event) {
    const inside = event.target.closest("input, select, textarea, summary, a, button, dialog");
    const onPlot = event.target === place;
    const key = event.key.toLowerCase();
    const moves = key.startsWith("arrow") || key.startsWith("page") || key === "end";
    if (event.ctrlKey || event.metaKey || event.altKey || !live.raw || !KEYS[key]) return;
    if ((inside && !(key === " " && inside.matches('[type="range"]'))) || (moves && !onPlot)) return;
    event.preventDefault();
    KEYS[key]();
  }

  place.addEventListener("pointerdown", down);
  place.addEventListener("pointermove", move);
  place.addEventListener("pointerup", () => {
    if (held?.moved) {
      live.asking.past();
      live.remember();
    }
    held = null;
  });
  place.addEventListener("pointercancel", () => { held = null; });
  place.addEventListener("pointerleave", () => live.reading.point(null));
  place.addEventListener("wheel", wheel, { passive: false });
  place.addEventListener("resized", () => { live.wanted = true; });
  place.addEventListener("dblclick", () => act("fit"));
  document.addEventListener("keydown", press);
  for (const button of document.querySelectorAll("[data-do]")) button.addEventListener("click", () => act(button.dataset.do));
}
