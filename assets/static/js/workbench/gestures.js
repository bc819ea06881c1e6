// What a hand does on a plot: drag pans, the wheel and two fingers zoom around where they are, shift
// draws a box, the left margin moves the values' scale, a click sets a cursor.

const STILL = 4; // pixels within which a press is a click

const zoomed = (from, to, at, by) => ({ from: at + (from - at) * by, to: at + (to - at) * by });

// hands: {range(range, settled), scale(scale, settled), click(x, event), grab(x) -> move|null, fit(), hover(x|null), box(box|null)}
export function listen(plot, hands) {
  const place = plot.place;
  const pressed = new Map(); // pointers that are down, as they were and as they are
  let doing = null;
  let wheeling = 0;

  const spot = (event) => {
    const box = place.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };

  function begin() {
    const [one, two] = [...pressed.values()];
    const start = { space: plot.space(), range: { ...plot.range }, scale: { ...plot.scale }, moved: false };
    if (two) return { ...start, act: "pinch", moved: true, ends: [{ ...one }, { ...two }] };
    const beside = one.x < start.space.left;
    const held = beside ? null : hands.grab(one.x);
    return { ...start, at: { ...one }, held, act: held ? "cursor" : beside ? "scale" : one.shift ? "box" : "pan" };
  }

  function pan({ at, space, range }, now) {
    const by = ((at.x - now.x) / space.width) * (range.to - range.from);
    hands.range({ from: range.from + by, to: range.to + by }, false);
  }

  function slide({ at, space, scale }, now) {
    const by = ((now.y - at.y) / space.height) * (scale.high - scale.low);
    hands.scale({ low: scale.low + by, high: scale.high + by }, false);
  }

  function pinch({ ends, space, range }) {
    const [one, two] = [...pressed.values()];
    const before = ends.map((end) => space.xAt(end.x));
    const apart = two.x - one.x;
    if (Math.abs(apart) < 8 || before[0] === before[1]) return;
    const per = (before[1] - before[0]) / apart; // x per pixel, so that both stay under their fingers
    if (per <= 0) return;
    const from = before[0] - (one.x - space.left) * per;
    hands.range({ from, to: from + per * space.width }, false);
  }

  function boxOf({ at, space }, now) {
    const inside = (value, start, length) => Math.min(Math.max(value, start), start + length);
    const [x0, x1] = [at.x, now.x].map((x) => inside(x, space.left, space.width)).sort((a, b) => a - b);
    const [y0, y1] = [at.y, now.y].map((y) => inside(y, space.top, space.height)).sort((a, b) => a - b);
    const tall = y1 - y0 > 24; // a flat box means a range of x alone
    return { x0, x1, y0: tall ? y0 : space.top, y1: tall ? y1 : space.top + space.height, tall };
  }

  function down(event) {
    if (event.button !== 0 || event.target.closest("button")) return;
    place.setPointerCapture(event.pointerId);
    pressed.set(event.pointerId, { ...spot(event), shift: event.shiftKey });
    doing = begin();
  }

  function move(event) {
    const now = spot(event);
    if (!pressed.has(event.pointerId)) return hands.hover(now.x);
    Object.assign(pressed.get(event.pointerId), now);
    if (!doing) return;
    if (doing.at && Math.hypot(now.x - doing.at.x, now.y - doing.at.y) > STILL) doing.moved = true;
    if (!doing.moved) return;
    if (doing.act === "pinch" && pressed.size === 2) pinch(doing);
    else if (doing.act === "pan") pan(doing, now);
    else if (doing.act === "scale") slide(doing, now);
    else if (doing.act === "cursor") doing.held(plot.space().xAt(now.x));
    else if (doing.act === "box") hands.box(boxOf(doing, now));
  }

  function up(event) {
    if (!pressed.delete(event.pointerId) || !doing) return;
    const done = doing;
    doing = null;
    if (done.act === "box") finishBox(done, spot(event), event);
    else if (!done.moved) hands.click(plot.space().xAt(spot(event).x), event);
    else if (done.act === "pan" || done.act === "pinch") hands.range(plot.range, true);
    else if (done.act === "scale") hands.scale(plot.scale, true);
  }

  function finishBox(done, now, event) {
    hands.box(null);
    if (!done.moved) return hands.click(done.space.xAt(now.x), event);
    const box = boxOf(done, now);
    if (box.x1 - box.x0 < STILL) return;
    if (box.tall) hands.scale({ low: done.space.yAt(box.y1), high: done.space.yAt(box.y0) }, true);
    hands.range({ from: done.space.xAt(box.x0), to: done.space.xAt(box.x1) }, true);
  }

  function wheel(event) {
    if (event.ctrlKey && !event.deltaY) return;
    event.preventDefault();
    const unit = event.deltaMode ? 16 : 1;
    const space = plot.space();
    const { x, y } = spot(event);
    const by = Math.exp(Math.max(-300, Math.min(300, event.deltaY * unit)) * 0.0016);
    if (x < space.left) {
      const { from: low, to: high } = zoomed(plot.scale.low, plot.scale.high, space.yAt(y), by);
      hands.scale({ low, high }, false);
    } else {
      const aside = ((event.deltaX * unit) / space.width) * (plot.range.to - plot.range.from);
      const { from, to } = zoomed(plot.range.from, plot.range.to, space.xAt(x), by);
      hands.range({ from: from + aside, to: to + aside }, false);
    }
    clearTimeout(wheeling);
    const settle = x < space.left ? () => hands.scale(plot.scale, true) : () => hands.range(plot.range, true);
    wheeling = setTimeout(settle, 220);
  }

  place.addEventListener("pointerdown", down);
  place.addEventListener("pointermove", move);
  place.addEventListener("pointerup", up);
  place.addEventListener("pointercancel", up);
  place.addEventListener("pointerleave", () => hands.hover(null));
  place.addEventListener("wheel", wheel, { passive: false });
  place.addEventListener("dblclick", () => hands.fit());
}
