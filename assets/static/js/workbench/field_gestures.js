// What a hand does on a field: pointing moves the profiles, drag pans, the wheel and two fingers zoom.

const STILL = 4; // pixels within which a press is a click

// hands: {point(column, row, settled), look(window, settled), fit()}
export function listenToField(plot, hands) {
  const { place } = plot;
  const pressed = new Map();
  let start = null;
  let wheeling = 0;

  const spot = (event) => {
    const box = place.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const inside = (space, { x, y }) => x >= space.left && x < space.left + space.width && y >= space.top && y < space.top + space.height;

  function zoomed({ x0, x1, y0, y1 }, x, y, by) {
    return { x0: x + (x0 - x) * by, x1: x + (x1 - x) * by, y0: y + (y0 - y) * by, y1: y + (y1 - y) * by };
  }

  function point(now, settled) {
    const space = plot.space();
    if (inside(space, now)) hands.point(Math.floor(space.xAt(now.x)), Math.floor(space.yAt(now.y)), settled);
  }

  function begin() {
    const ends = [...pressed.values()].map((one) => ({ ...one }));
    start = { ends, window: { ...plot.window }, space: plot.space(), moved: ends.length > 1 };
  }

  function drag(now) {
    const { window, space, ends } = start;
    if (ends.length === 2 && pressed.size === 2) {
      const [one, two] = [...pressed.values()];
      const apart = (a, b) => Math.hypot(a.x - b.x, a.y - b.y);
      const by = apart(ends[0], ends[1]) / Math.max(apart(one, two), 8);
      const middle = { x: (ends[0].x + ends[1].x) / 2, y: (ends[0].y + ends[1].y) / 2 };
      return hands.look(zoomed(window, space.xAt(middle.x), space.yAt(middle.y), by), false);
    }
    const dx = ((ends[0].x - now.x) / space.width) * (window.x1 - window.x0);
    const dy = ((ends[0].y - now.y) / space.height) * (window.y1 - window.y0);
    return hands.look({ x0: window.x0 + dx, x1: window.x1 + dx, y0: window.y0 + dy, y1: window.y1 + dy }, false);
  }

  place.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !plot.window) return;
    place.setPointerCapture(event.pointerId);
    pressed.set(event.pointerId, spot(event));
    begin();
  });
  place.addEventListener("pointermove", (event) => {
    if (!plot.window) return;
    const now = spot(event);
    if (!pressed.has(event.pointerId)) return event.pointerType === "mouse" && event.shiftKey && point(now, false);
    pressed.set(event.pointerId, now);
    if (start && Math.hypot(now.x - start.ends[0].x, now.y - start.ends[0].y) > STILL) start.moved = true;
    if (start?.moved) drag(now);
  });
  const up = (event) => {
    if (!pressed.delete(event.pointerId) || !start) return;
    if (start.moved) hands.look(plot.window, true);
    else point(spot(event), true);
    start = null;
  };
  place.addEventListener("pointerup", up);
  place.addEventListener("pointercancel", up);
  place.addEventListener("dblclick", () => hands.fit());
  place.addEventListener("wheel", (event) => {
    if (!plot.window) return;
    event.preventDefault();
    const space = plot.space();
    const { x, y } = spot(event);
    const by = Math.exp(Math.max(-300, Math.min(300, event.deltaY * (event.deltaMode ? 16 : 1))) * 0.0016);
    hands.look(zoomed(plot.window, space.xAt(x), space.yAt(y), by), false);
    clearTimeout(wheeling);
    wheeling = setTimeout(() => hands.look(plot.window, true), 220);
  }, { passive: false });
}
