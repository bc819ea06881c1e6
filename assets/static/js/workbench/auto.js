// Auto: the width that predicts the visible values best, with the reason in words and the scores of all widths.

import { Chart } from "./chart.js";
import { colours, onTheme } from "./colours.js";
import { fetched } from "./lane.js";
import { plain } from "./numbers.js";

export class Auto {
  #told = null;

  constructor(place, { state, card, pixels, announce }) {
    Object.assign(this, { state, card, pixels, announce });
    this.button = place.querySelector("[data-do=auto]");
    this.reason = place.querySelector("[data-reason]");
    this.frame = place.querySelector("[data-scores]");
    this.chart = new Chart(this.frame, { x: { label: "σ in samples", log: true }, y: { label: "Prediction error", log: true }, left: 44 });
    onTheme(() => this.#show());
    state.onChange((names) => { if (["width", "unit", "method", "from", "to", "x0", "x1", "y0", "y1"].some((name) => names.has(name))) this.#forget(); });
  }

  // What was said of one width is not true of another.
  #forget() {
    if (this.setting) return;
    this.reason.hidden = this.frame.hidden = true;
  }

  async choose() {
    if (this.button.disabled) return;
    this.button.disabled = true;
    const query = this.state.query();
    query.set("pixels", this.pixels());
    query.set("parts", "auto");
    try {
      const { auto } = await (await fetched(`/workbench/analysis?${query}`)).json();
      this.setting = true;
      if (auto.widths) this.card.setSigma(auto.widths.samples, true, `Auto: σ = ${plain(auto.widths.samples, 3)} samples`);
      this.#told = auto;
      this.#show();
      this.announce(auto.reason);
    } catch (error) {
      this.#told = { reason: error.message };
      this.#show();
    } finally {
      this.setting = false;
      this.button.disabled = false;
    }
  }

  #show() {
    if (!this.#told) return;
    const { sigmas, scores, widths, reason } = this.#told;
    this.reason.textContent = reason;
    this.reason.hidden = false;
    this.frame.hidden = !sigmas;
    if (!sigmas) return;
    const mark = { x: widths.samples, colour: colours().muted, label: plain(widths.samples, 3) };
    this.chart.show([{ x: sigmas, y: scores, colour: colours().accent }], [mark]);
  }
}
