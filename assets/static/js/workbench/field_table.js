// The numbers along the row that the profiles go through, as the table of numbers takes them.

const NAMES = { raw: "row_raw", smooth: "row_smooth", also1: "row_also1", also2: "row_also2" };

export class RowOfNumbers {
  step = 1;
  x = { kind: "row", unit: "", label: "Column" };

  constructor(plot) {
    this.plot = plot;
  }

  get range() {
    return { from: this.plot.window.x0, to: this.plot.window.x1 - 1 };
  }

  // A value stands in the middle of its column; here it is called by the column's number.
  get curves() {
    const found = new Map();
    for (const [name, profile] of Object.entries(NAMES)) {
      const curve = this.plot.profiles.get(profile);
      if (curve) found.set(name, { ...curve, name, from: curve.from - 0.5, to: curve.to - 0.5 });
    }
    return found;
  }
}
