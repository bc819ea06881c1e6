// The visible part as a surface to be turned; the program for it is loaded when it is first wanted.

import { plotlyScale } from "./colour_map.js";
import { colours } from "./colours.js";
import { fetched } from "./lane.js";
import { decode } from "./transport.js";

const CELLS = 220; // along each side
const CONFIG = { responsive: true, displaylogo: false, showSendToCloud: false, plotlyServerURL: "" };

function load(url) {
  if (window.Plotly) return Promise.resolve();
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = url;
    script.onload = resolve;
    script.onerror = () => reject(new Error("The program that draws surfaces did not load."));
    document.head.append(script);
  });
}

function rows({ value, width, height, offset, scale, gap }) {
  return Array.from({ length: height }, (_, row) =>
    Array.from(value.subarray(row * width, (row + 1) * width), (stored) => (stored === gap ? null : offset + scale * stored)));
}

const middles = (from, to, count) => Array.from({ length: count }, (_, i) => from + ((i + 0.5) * (to - from)) / count - 0.5);

export class Surface {
  constructor(dialog, explorer, { maps, diverging }) {
    Object.assign(this, { dialog, explorer, maps, diverging });
    this.place = dialog.querySelector("[data-surface-plot]");
    this.problem = dialog.querySelector("[data-surface-problem]");
    dialog.addEventListener("close", () => window.Plotly?.purge(this.place));
  }

  async open() {
    this.dialog.showModal();
    this.problem.hidden = true;
    try {
      await Promise.all([load(this.dialog.dataset.bundle), this.#fetch()]);
      await this.#draw();
    } catch (error) {
      this.problem.textContent = error.message;
      this.problem.hidden = false;
    }
  }

  async #fetch() {
    const { state, layer } = this.explorer;
    const query = state.query();
    for (const [name, value] of Object.entries({ pixels: CELLS, lines: CELLS, depth: 16, parts: layer })) query.set(name, value);
    this.head = decode(await (await fetched(`/workbench/field?${query}`)).arrayBuffer());
  }

  async #draw() {
    const { text, surface, grid } = colours();
    const { x, y, value, curves: [field] } = this.head;
    const axis = (title) => ({ title: { text: title }, color: text, gridcolor: grid, zerolinecolor: grid });
    const data = [{
      type: "surface", z: rows(field), x: middles(x.from, x.to, field.width), y: middles(y.from, y.to, field.height),
      ...(this.diverging.includes(this.explorer.state.get("map")) ? { cmid: 0 } : {}),
      colorscale: plotlyScale(this.maps[this.explorer.state.get("map")]), colorbar: { tickfont: { color: text }, thickness: 14 },
    }];
    const layout = {
      margin: { l: 0, r: 0, t: 0, b: 0 }, paper_bgcolor: surface, font: { color: text, family: getComputedStyle(document.body).fontFamily },
      scene: { xaxis: axis(x.label), yaxis: { ...axis(y.label), autorange: "reversed" }, zaxis: axis(value.label), aspectratio: { x: 1.2, y: 1.2, z: 0.6 } },
    };
    await window.Plotly.newPlot(this.place, data, layout, CONFIG);
    if (this.place.querySelector(".no-webgl")) {
      window.Plotly.purge(this.place);
      throw new Error("This screen has no WebGL to turn a surface with: the picture with its colours shows the same numbers.");
    }
  }
}
