// The controls beside the plot: how smooth, which window, curves or spectrogram, which channels.

import { counted, plain } from "../workbench/numbers.js";

const LARGEST = 20_000; // samples, as server/live/messages.py has it
const STEPS = 1000;

const toSlider = (sigma) => (sigma ? Math.round((STEPS * (1 + Math.log10(sigma / 0.5) * 20)) / (1 + Math.log10(LARGEST / 0.5) * 20)) : 0);
const fromSlider = (place) => (place ? Number((0.5 * 10 ** (((place / STEPS) * (1 + Math.log10(LARGEST / 0.5) * 20) - 1) / 20)).toPrecision(3)) : 0);

export class Controls {
  sigma = 0;
  kind = "centred";
  chosen = false; // whether the address says how smooth it is to be
  boxes = []; // one for each channel
  #timer = 0;

  constructor(root, live) {
    this.root = root;
    this.live = live;
    this.slider = root.querySelector("[data-sigma-slider]");
    this.shown = root.querySelector("[data-sigma-shown]");
    this.delay = root.querySelector("[data-delay]");
    this.window = root.querySelector("[data-window]");
    this.channels = root.querySelector("[data-channels]");
    this.buttons = Object.fromEntries([...root.querySelectorAll("[data-do]")].map((button) => [button.dataset.do, button]));
    this.slider.addEventListener("input", () => this.#slide());
    this.window.addEventListener("change", () => this.setWindow(Number(this.window.value.replace(",", "."))));
    for (const [name, act] of [["kind", (value) => this.#kind(value)], ["grow", (value) => this.#grow(value)], ["show", (value) => this.#show(value)]]) {
      for (const input of root.querySelectorAll(`[data-${name}]`)) input.addEventListener("change", () => act(input.value));
    }
  }

  // The state that the address gives.
  read(given) {
    const { view } = this.live;
    const sigma = Number(given.sigma);
    this.chosen = given.sigma !== "" && sigma >= 0 && sigma <= LARGEST;
    this.sigma = this.chosen ? sigma : Number(this.root.dataset.sigma);
    this.kind = given.kind === "causal" ? "causal" : "centred";
    view.window = Number(given.window) > 0 ? Math.min(Number(given.window), 1e6) : 10;
    view.grow = given.grow === "1";
    view.show = given.show === "spectrogram" ? "spectrogram" : "";
    view.hidden = given.off;
    this.held = given.of ? { of: given.of, from: Number(given.from), to: Number(given.to) } : null;
    this.#reflect();
  }

  // What another one looks at, or a link says.
  adopt(values) {
    Object.assign(this, { sigma: values.sigma, kind: values.kind, chosen: true });
    Object.assign(this.live.view, { window: values.window, grow: values.grow, show: values.show, hidden: values.off });
    this.#reflect();
    this.live.asking.channels();
    this.live.wanted = true;
  }

  begin(stream) {
    for (const control of this.root.querySelectorAll(".side input:disabled")) control.disabled = false;
    for (const button of Object.values(this.buttons)) if (button !== this.buttons.now) button.hidden = false;
    this.root.querySelector("[data-window-unit]").textContent = stream.rate ? "s" : "samples";
    if (!stream.rate && this.live.view.window === 10) this.live.view.window = 500;
    this.#reflect();
    this.#offer(stream.channels);
    this.live.asking.all();
    this.#hold(stream);
  }

  // A link to a stretch of this very stream that stands still, if it is still there.
  #hold(stream) {
    const { of, from, to } = this.held ?? {};
    this.held = null;
    if (of !== stream.id || !(from < to) || to < stream.first || from > stream.end) return;
    this.live.view.paused = { from, to };
    this.showPause(true);
    this.live.asking.past();
  }

  smoothed({ sigma, kind, delay, lag }, unit, rate) {
    const long = (samples) => (rate ? `${plain((1000 * samples) / unit, 3)} ms` : `${counted(Math.round(samples))} samples`);
    if (!sigma) this.delay.textContent = "The samples as they are made.";
    else if (kind === "centred") this.delay.textContent = `True in shape; shown ${long(delay)} late, half its width.`;
    else this.delay.textContent = `Comes at once; lags ${long(lag)} behind slow changes.`;
  }

  showPause(on) {
    const { pause, now } = this.buttons;
    pause.setAttribute("aria-pressed", String(on));
    pause.querySelector("span").textContent = on ? "Go on" : "Pause";
    pause.querySelector("use").setAttribute("href", pause.querySelector("use").getAttribute("href").replace(/#.*/, on ? "#play" : "#pause"));
    now.hidden = !on;
  }

  setWindow(value) {
    if (!(value > 0) || value > 1e6) return this.#reflect();
    this.live.view.window = Number(value.toPrecision(4));
    this.live.view.paused = null;
    this.showPause(false);
    this.#reflect();
    this.#askSoon();
    return this.live.remember();
  }

  // One question for a whole movement of the hand.
  #askSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.live.asking.window(), 120);
  }

  #slide() {
    this.sigma = fromSlider(Number(this.slider.value));
    this.chosen = true;
    this.#reflect();
    this.#askSoon();
    this.live.remember();
  }

  #kind(value) {
    this.kind = value;
    this.live.asking.all();
    this.live.remember();
  }

  #grow(value) {
    this.live.view.grow = value === "1";
    this.live.pause(false);
    this.live.remember();
  }

  #show(value) {
    this.live.view.show = value;
    this.live.remember();
  }

  #reflect() {
    const { view } = this.live;
    this.slider.value = toSlider(this.sigma);
    this.shown.textContent = this.sigma ? plain(this.sigma, 3) : "off";
    this.slider.setAttribute("aria-valuetext", this.sigma ? `${plain(this.sigma, 3)} samples` : "off");
    this.window.value = view.window;
    this.boxes.forEach((box, channel) => {
      box.checked = !view.off.has(channel);
      box.disabled = box.checked && view.off.size === this.boxes.length - 1; // one is always shown
    });
    for (const [name, value] of [["kind", this.kind], ["grow", view.grow ? "1" : ""], ["show", view.show]]) {
      for (const input of this.root.querySelectorAll(`[data-${name}]`)) input.checked = input.value === value;
    }
  }

  #offer(channels) {
    const { view } = this.live;
    this.channels.hidden = channels.length < 2;
    this.channels.replaceChildren(this.channels.querySelector("legend"));
    if (channels.every((_, channel) => view.off.has(channel))) view.off.delete(0);
    this.boxes = channels.map(({ name, unit }, channel) => {
      const label = document.createElement("label");
      const box = Object.assign(document.createElement("input"), { type: "checkbox", checked: !view.off.has(channel) });
      box.addEventListener("change", () => {
        if (box.checked) view.off.delete(channel);
        else view.off.add(channel);
        this.#reflect();
        this.live.asking.channels();
        this.live.remember();
      });
      label.append(box, `${name}${unit ? ` (${unit})` : ""}`);
      this.channels.append(label);
      return box;
    });
    this.#reflect();
  }
}
