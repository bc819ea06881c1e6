// The ends of what is seen, typed by hand: numbers, or dates on an axis of dates.

import { position } from "./explorer.js";
import { moment } from "./numbers.js";

const NAMES = ["from", "to", "ymin", "ymax"];

export class Limits {
  constructor(root, state, plot) {
    this.fields = NAMES.map((name) => root.querySelector(`[data-limit="${name}"]`));
    this.state = state;
    this.plot = plot;
    for (const field of this.fields) field.addEventListener("change", () => this.#typed(field));
  }

  #typed(field) {
    const name = field.dataset.limit;
    const text = field.value.trim().replace("\u2212", "-");
    const value = position(text);
    const shown = { from: this.plot.range.from, to: this.plot.range.to, ymin: this.plot.scale.low, ymax: this.plot.scale.high };
    const next = { ...shown, ...(value === null ? {} : { [name]: value }) };
    const fits = value === null || (Number.isFinite(value) && next.from < next.to && next.ymin < next.ymax);
    field.setAttribute("aria-invalid", String(!fits));
    if (fits) this.state.change({ [name]: value === null ? null : String(value) }, { kind: `limit ${name}`, words: "Limits" });
  }

  // What is seen stands there as a hint; what was chosen as text.
  show() {
    const { range, scale, x, step } = this.plot;
    const hints = { from: range.from, to: range.to, ymin: scale.low, ymax: scale.high };
    for (const field of this.fields) {
      const name = field.dataset.limit;
      const date = x.kind === "date" && (name === "from" || name === "to");
      const given = this.state.get(name);
      const shown = (value) => (date ? moment(value, step).replace(" ", "T") : String(Number(value.toPrecision(6))));
      field.placeholder = shown(hints[name]);
      if (document.activeElement !== field) field.value = given === "" ? "" : shown(position(given));
    }
  }
}
