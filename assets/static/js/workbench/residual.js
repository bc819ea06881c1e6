// The pane of what smoothing took away, on the x axis of the plot above it.

import { Plot } from "./plot.js";

export class Residual {
  constructor(place, state, above) {
    this.plot = new Plot(place, { below: 8, above: 24 });
    this.above = above;
    this.state = state;
  }

  get open() {
    return this.state.get("panes").split(",").includes("residual");
  }

  look(range) {
    this.plot.derived = this.above.derived; // as much room at the right, so that x stays in line
    this.plot.look(range);
  }

  // Where derivatives are taken there is none.
  keep(curves) {
    this.plot.curves.clear();
    this.plot.keep(curves);
    this.plot.place.hidden = curves.length === 0;
  }

  // Its scale follows once a change is settled.
  settle() {
    this.plot.derived = this.above.derived;
    this.plot.scale = this.plot.fitting(["residual"], { zero: true }) ?? this.plot.scale;
    this.plot.stage.later();
  }
}
