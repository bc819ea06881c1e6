// The panes that are reckoned from the visible part: asked for while they are open, once a change is settled.

import { Chart } from "./chart.js";
import { colours, onTheme } from "./colours.js";
import { Lane, calm } from "./lane.js";
import { counted, frequency, plain } from "./numbers.js";
import { peaksTable } from "./peaks.js";

const PARTS = { residual: ["residual"], spectrum: ["spectrum", "response"], distribution: ["distribution"], peaks: ["peaks"], band: ["band"] };
const DAY = 86400; // seconds
const YEAR = 31557600; // seconds
const SOON = 200; // ms after a change is settled
const KEPT = ["smooth", "also1", "also2"];
const DASHES = { smooth: [], also1: [7, 4], also2: [2, 3.5] };

const colourOf = (name) => (name === "smooth" ? colours().accent : colours()[name]);

export class Analysis {
  #asked = "";
  #timer = 0;
  #told = {};

  constructor(root, { state, panes, plot }) {
    Object.assign(this, { state, panes, plot });
    this.lane = new Lane();
    const place = (name) => root.querySelector(`[data-${name}]`);
    this.peaks = place("peaks");
    this.words = Object.fromEntries(Object.keys(PARTS).map((name) => [name, place(`words="${name}"`)]));
    this.spectrum = new Chart(place("spectrum"), { x: { label: "Frequency", unit: "", log: true }, y: { label: "Power density", log: true, decades: 10 } });
    this.distribution = new Chart(place("distribution"), { x: { label: "Value", unit: "" }, y: { label: "Values in each bin", from: 0 } });
    this.autocorrelation = new Chart(place("autocorrelation"), { x: { label: "Lag", unit: "" }, y: { label: "Autocorrelation of the residual", from: 0 } });
    onTheme(() => this.show());
  }

  // What is measured along x and y.
  meet() {
    const { x, y } = this.plot;
    this.x = x;
    this.autocorrelation.x.unit = x.kind === "date" ? "d" : x.unit;
    this.spectrum.x.unit = x.kind === "date" ? "1/a" : x.unit === "s" ? "Hz" : x.unit ? `1/${x.unit}` : "1/row";
    this.distribution.x = { label: y.label || "Value", unit: y.unit };
  }

  // The curves took `ms` to compute.
  ask(ms) {
    const parts = Object.keys(PARTS).filter((name) => this.panes.isOpen(name)).flatMap((name) => PARTS[name]);
    const query = this.state.query({ ymin: null, ymax: null, panes: null });
    query.set("pixels", this.plot.columns);
    query.set("parts", parts.join(","));
    if (query.toString() === this.#asked) return;
    this.stop();
    if (!parts.length) return;
    this.#asked = query.toString();
    this.#age(parts, true);
    this.#timer = setTimeout(() => this.lane.ask(`/workbench/analysis?${query}`, async (answer) => {
      this.#told = await answer.json();
      this.show();
      this.#answered(parts);
    }, { failed: (problem) => this.#answered(parts, problem) }), calm(SOON, ms));
  }

  stop() {
    clearTimeout(this.#timer);
    this.lane.stop();
    this.#asked = "";
  }

  // Something changes: what the panes show was true before.
  quiet() {
    this.stop();
    this.#age(Object.values(PARTS).flat(), true);
  }

  // Whether the panes of these parts show what was true before the last change.
  #age(parts, old) {
    for (const [name, words] of Object.entries(this.words)) {
      if (parts.includes(PARTS[name][0])) words.closest("[data-pane]").toggleAttribute("data-old", old);
    }
  }

  // The panes wait no longer; where there is no answer they say why.
  #answered(parts, problem = null) {
    this.#age(parts, false);
    for (const [name, words] of Object.entries(this.words)) {
      if (!parts.includes(PARTS[name][0])) continue;
      words.closest("[data-pane]").removeAttribute("aria-busy");
      if (problem) words.textContent = problem instanceof TypeError ? "The server does not answer." : problem.message;
    }
    if (problem) this.#asked = "";
  }

  show() {
    const { spectrum, response, distribution, residual, peaks, band } = this.#told;
    if (spectrum || response) this.#showSpectrum(spectrum, response ?? []);
    if (distribution) this.#showDistribution(distribution);
    if (residual) this.#showResidual(residual);
    if (peaks) this.peaks.replaceChildren(peaksTable(peaks.peaks ?? [], this.plot));
    this.words.peaks.textContent = peaks?.words ?? "";
    this.words.band.textContent = band?.words ?? "";
    this.plot.band = this.panes.isOpen("band") ? band?.half_width ?? null : null;
    this.plot.stage.later();
  }

  #showResidual({ words, lags, autocorrelation, bound }) {
    const { muted, accent } = colours();
    this.words.residual.textContent = words ?? "";
    if (!lags) return this.autocorrelation.show([]);
    const per = this.x.kind === "date" ? DAY : 1;
    const places = lags.map((lag) => lag / per);
    const ends = [places[0], places.at(-1)];
    const level = (value) => ({ x: ends, y: [value, value], colour: muted, dash: [4, 4], thick: 1 });
    this.autocorrelation.show([{ x: places, y: autocorrelation, colour: accent }, level(bound), level(-bound)]);
  }

  #showSpectrum(spectrum, responses) {
    const { raw, muted } = colours();
    const per = this.x.kind === "date" ? YEAR : 1;
    const frequencies = spectrum?.frequencies.map((one) => one * per);
    const series = spectrum ? [{ x: frequencies, y: spectrum.raw, colour: raw, thick: 1.1 }] : [];
    for (const name of KEPT.filter((one) => spectrum?.[one])) {
      series.push({ x: frequencies, y: spectrum[name], colour: colourOf(name), dash: DASHES[name], thick: 1.8 });
    }
    const own = responses.find(({ name }) => name === "smooth");
    const marks = own?.cutoff ? [{ x: own.cutoff * per, colour: muted, label: `−3 dB ${frequency(own.cutoff, this.x, 3)}` }] : [];
    this.spectrum.show(series, marks);
    this.words.spectrum.textContent = spectrum?.note || own?.note || "";
  }

  #showDistribution(told) {
    const series = [];
    if (told.raw) series.push({ x: told.raw.edges, y: told.raw.counts, colour: colours().raw, style: "area" });
    for (const name of KEPT.filter((one) => told[one])) {
      series.push({ x: told[name].edges, y: told[name].counts, colour: colourOf(name), style: "steps", dash: DASHES[name], thick: 1.5 });
    }
    this.distribution.show(series);
    const wide = told.raw && told.raw.edges[1] - told.raw.edges[0];
    this.words.distribution.textContent = told.note || (wide ? `${counted(told.raw.counts.length)} bins, ${plain(wide, 3)} wide.` : "");
  }
}
