// The smoothing card: its controls say at once what is to be drawn.

import { distance, frequency, plain } from "./numbers.js";
import { inUnit, rounded, sigmaOf } from "./widths.js";

const LOW = 0.2; // samples: the narrowest that the slider sets
const TICKS = 1000;

export class SmoothingCard {
  step = 1; // between samples, in x
  total = 1000;
  x = { kind: "row", unit: "" };
  #slid = 1; // which way the slider was moved last
  #share = 0; // of the slider's way
  #turned = 0; // by how much the keys have turned the width

  constructor(place, state) {
    this.place = place;
    this.state = state;
    for (const name of ["slider", "width", "unit", "width-shown", "width-error", "widths", "width-name"]) {
      this[name.replace(/-\w/, (part) => part[1].toUpperCase())] = place.querySelector(`[data-${name}]`);
    }
    this.controls = [...place.querySelectorAll("[data-control]")];
    this.#listen();
    state.onChange(() => this.show());
    place.addEventListener("submit", (event) => event.preventDefault());
  }

  get sigma() {
    return sigmaOf(Number(this.state.get("width")), this.state.get("unit"), this.step);
  }

  // What the data are like is known: the slider gets its ends.
  meet(head) {
    this.step = head.signal.step;
    this.total = head.total;
    this.x = head.x;
    this.slider.disabled = false;
    this.show();
  }

  get #top() {
    return Math.max(this.total / 3, 10, LOW * 2);
  }

  #listen() {
    this.slider.addEventListener("input", () => this.#slide(false));
    this.slider.addEventListener("change", () => this.#slide(true));
    this.width.addEventListener("change", () => this.#typed());
    this.unit.addEventListener("change", () => {
      const sigma = this.sigma;
      const unit = this.unit.value;
      this.state.change({ unit, width: String(rounded(inUnit(sigma, unit, this.step))) }, { kind: "unit", words: "Unit of the width" });
    });
    for (const control of this.controls) control.addEventListener("change", () => this.#set(control));
  }

  #slide(settled) {
    const share = Number(this.slider.value) / TICKS;
    this.#slid = Math.sign(share - this.#share) || this.#slid;
    this.#share = share;
    this.setSigma(this.#sigmaAt(share), settled);
  }

  #sigmaAt(share) {
    return LOW * (this.#top / LOW) ** share;
  }

  // The widths that are likely to be wanted next: the slider's or the keys' next step on, and back.
  get likely() {
    const on = this.#share + this.#slid / TICKS;
    const back = this.#share - this.#slid / TICKS;
    const slid = document.activeElement === this.slider;
    const sigmas = slid ? [this.#sigmaAt(on), this.#sigmaAt(back)] : this.#turned ? [this.sigma * this.#turned, this.sigma / this.#turned] : [];
    return sigmas.map((sigma) => this.#widthOf(this.#within(sigma)));
  }

  #within(sigma) {
    return Math.min(Math.max(sigma, LOW), this.#top);
  }

  #widthOf(sigma) {
    return String(rounded(inUnit(sigma, this.state.get("unit"), this.step)));
  }

  setSigma(sigma, settled = true, words = "") {
    this.state.change({ width: this.#widthOf(sigma) }, { kind: "width", words: words || `σ = ${plain(sigma, 3)} samples`, settled });
  }

  // Wider or narrower by a share of itself.
  turn(by) {
    this.#turned = by;
    this.setSigma(this.#within(this.sigma * by));
  }

  #typed() {
    const width = Number(this.width.value.trim().replace(",", ".").replace("\u2212", "-"));
    const fits = Number.isFinite(width) && width >= 0 && this.width.value.trim() !== "" && (width > 0 || this.unit.value !== "cutoff");
    this.#refuse(fits ? "" : this.unit.value === "cutoff" ? "Allowed: a frequency above 0." : "Allowed: 0 or more.");
    if (fits) this.state.change({ width: String(width) }, { kind: "width", words: `Width ${plain(width)}` });
  }

  #refuse(words) {
    this.widthError.textContent = words;
    this.widthError.hidden = !words;
    this.width.toggleAttribute("aria-invalid", Boolean(words));
    if (words) this.width.setAttribute("aria-invalid", "true");
  }

  #set(control) {
    const { low = -Infinity, high = Infinity, whole, above } = control.dataset;
    if (control.tagName === "INPUT") {
      const value = Number(control.value.trim().replace(",", "."));
      const fits = control.value.trim() !== "" && Number.isFinite(value) && value >= Number(low) && value <= Number(high)
        && (whole === undefined || Number.isInteger(value)) && (above === undefined || value > Number(low));
      control.toggleAttribute("aria-invalid", !fits);
      if (!fits) return control.setAttribute("aria-invalid", "true");
    }
    const words = control.closest("label").querySelector("span").firstChild.textContent.trim();
    this.state.change({ [control.name]: control.value.trim() }, { kind: control.name, words });
  }

  // All controls tell the state.
  show() {
    const { sigma, step, state } = this;
    const slid = (Math.log(Math.max(sigma, LOW) / LOW) / Math.log(this.#top / LOW)) * TICKS;
    if (document.activeElement !== this.slider || Math.abs(slid - this.slider.value) > 1) this.slider.value = slid;
    this.#share = Number(this.slider.value) / TICKS;
    this.slider.setAttribute("aria-valuetext", `${plain(sigma, 3)} samples`);
    if (document.activeElement !== this.width) this.width.value = state.get("width");
    this.unit.value = state.get("unit");
    for (const control of this.controls) if (document.activeElement !== control || control.tagName === "SELECT") control.value = state.get(control.name);
    const only = [state.get("method"), state.get("edges")];
    for (const row of this.place.querySelectorAll("[data-only]")) row.hidden = !only.includes(row.dataset.only);
    this.widthShown.textContent = plain(sigma, 3);
    this.#showWidths(sigma, step);
  }

  #showWidths(sigma, step) {
    const rows = [
      ["σ", `${plain(sigma, 3)} smp`], ["σ", distance(inUnit(sigma, "x", step), this.x, 3)],
      ["FWHM", distance(inUnit(sigma, "fwhm", step), this.x, 3)], ["−3 dB", frequency(inUnit(sigma, "cutoff", step), this.x, 3)],
    ];
    rows.forEach(([name, value], i) => {
      const row = this.widths.children[i] ?? this.widths.appendChild(line());
      row.firstChild.textContent = name;
      row.lastChild.textContent = row.lastChild.title = value;
    });
  }
}

function line() {
  const row = document.createElement("div");
  row.append(document.createElement("dt"), document.createElement("dd"));
  return row;
}
