// Smoothings that are kept to be compared with the one that is turned: up to two of them.

import { plain } from "./numbers.js";

const MOST = 2;
const METHODS = { gaussian: "Gaussian", savgol: "Savitzky–Golay", median: "Median", mean: "Moving average", none: "None" };
const UNITS = { samples: "samples", x: "x units", fwhm: "FWHM", cutoff: "−3 dB" };

function words(text) {
  const [method, width, unit, order = "0"] = text.split("~");
  const derivative = ["", ", first derivative", ", second derivative"][Number(order)];
  return `${METHODS[method]} ${plain(Number(width))} ${UNITS[unit]}${derivative}`;
}

export class Compared {
  constructor(root, state, card) {
    this.list = root.querySelector("[data-compared]");
    this.none = root.querySelector("[data-compared-none]");
    this.adding = root.querySelector("[data-do=compare]");
    this.state = state;
    this.card = card;
    state.onChange((names) => { if (names.has("also")) this.show(); });
    this.show();
  }

  get #own() {
    const order = this.state.get("order");
    const step = ["method", "width", "unit"].map((name) => this.state.get(name)).join("~");
    return order === "0" ? step : `${step}~${order}`;
  }

  // The present curve stays as it is; the next change is seen beside it.
  keep() {
    const also = this.state.now.also;
    if (also.length >= MOST || also.includes(this.#own)) return;
    this.state.change({ also: [...also, this.#own] }, { kind: "compare", words: `Kept ${words(this.#own)}` });
  }

  #remove(which) {
    const also = this.state.now.also.filter((_, i) => i !== which);
    this.state.change({ also }, { kind: "compare", words: "Kept curve removed" });
  }

  // Turn that one, and keep the one turned so far in its place.
  #swap(which) {
    const also = [...this.state.now.also];
    const [method, width, unit, order = "0"] = also[which].split("~");
    also[which] = this.#own;
    this.state.change({ also, method, width, unit, order }, { kind: "swap", words: "Curves swapped" });
  }

  #item(text, which) {
    const item = document.createElement("li");
    const swatch = Object.assign(document.createElement("span"), { className: "swatch" });
    swatch.dataset.of = `also${which + 1}`;
    const turn = button("arrow-left-right", `Turn ${words(text)} instead`, () => this.#swap(which));
    const remove = button("x", `Remove ${words(text)}`, () => this.#remove(which));
    item.append(swatch, words(text), turn, remove);
    return item;
  }

  show() {
    const { also } = this.state.now;
    this.list.replaceChildren(...also.map((text, which) => this.#item(text, which)));
    this.none.hidden = also.length > 0;
    this.adding.disabled = also.length >= MOST;
  }
}

const sprite = document.querySelector(".icon use").getAttribute("href").split("#")[0];

export function button(name, label, click) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "tool-button", title: label });
  made.setAttribute("aria-label", label);
  made.innerHTML = `<svg class="icon" aria-hidden="true"><use href="${sprite}#${name}"></use></svg>`;
  made.addEventListener("click", click);
  return made;
}
