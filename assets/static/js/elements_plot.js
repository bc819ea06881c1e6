// The live drawing on a 2-D canvas: raw values thin, the smoothed line over them, a cursor.

const DAY = 86_400_000;
const INSET = { left: 44, right: 12, top: 34, bottom: 24 };

// A step of 1, 2 or 5 times a power of ten that cuts `range` into about `count` parts.
function niceStep(range, count) {
  const rough = range / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((m) => m * power >= rough) ?? 10);
}

const minus = (text) => text.replace("-", "−");

export class Plot {
  #raw = new Float32Array();
  #smoothed = new Float32Array();
  #looks = null;
  #at = -1; // the index under the cursor

  constructor(canvas, output) {
    Object.assign(this, { canvas, output, pen: canvas.getContext("2d") });
    new ResizeObserver(() => this.#draw()).observe(canvas);
    canvas.addEventListener("pointermove", (event) => {
      const { left } = canvas.getBoundingClientRect();
      this.#point(this.#indexAt(event.clientX - left));
    });
    canvas.addEventListener("pointerleave", () => this.#point(-1));
    canvas.addEventListener("keydown", (event) => this.#key(event));
    document.fonts.ready.then(() => this.#draw());
  }

  // Takes the raw values and, after them, as many smoothed ones.
  data(values) {
    const n = values.length / 2;
    this.#raw = values.subarray(0, n);
    this.#smoothed = values.subarray(n);
    this.#at = Math.min(this.#at, n - 1);
  }

  show(looks) {
    this.#looks = looks;
    this.#draw();
  }

  #key(event) {
    const n = this.#raw.length;
    const step = event.shiftKey ? Math.max(1, Math.round(n / 20)) : 1;
    const moves = { ArrowLeft: this.#at - step, ArrowRight: this.#at + step, Home: 0, End: n - 1 };
    if (!(event.key in moves) || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    this.#point(Math.max(0, Math.min(n - 1, moves[event.key])));
  }

  #point(index) {
    this.#at = index;
    if (index >= 0) {
      const [raw, smooth] = [this.#raw[index], this.#smoothed[index]].map((v) => v.toFixed(3));
      this.output.textContent =
        `${this.#day(index)}   raw ${minus(raw)}   smoothed ${minus(smooth)}`;
    }
    this.#draw();
  }

  #day(index) {
    const time = Date.parse(`${this.#looks.start}T00:00:00Z`) + index * DAY;
    return Number.isNaN(time) ? `day ${index}` : new Date(time).toISOString().slice(0, 10);
  }

  #indexAt(x) {
    const width = this.canvas.clientWidth - INSET.left - INSET.right;
    const index = Math.round((x - INSET.left) / width * (this.#raw.length - 1));
    return index >= 0 && index < this.#raw.length ? index : -1;
  }

  #draw() {
    if (!this.#looks || this.#raw.length === 0) return;
    const { canvas, pen } = this;
    const sharpness = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = canvas;
    canvas.width = Math.round(width * sharpness);
    canvas.height = Math.round(height * sharpness);
    pen.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    const { palette, colour, title } = this.#looks;
    pen.fillStyle = palette.background;
    pen.fillRect(0, 0, width, height);
    const place = this.#scales(width, height);
    this.#axes(place, width, height);
    this.#line(this.#raw, place, palette.raw, 0.8);
    this.#line(this.#smoothed, place, colour, 2.25);
    pen.fillStyle = palette.text;
    pen.font = "600 14px Inter, sans-serif";
    pen.textAlign = "left";
    pen.textBaseline = "alphabetic";
    pen.fillText(title, INSET.left, 21, width - INSET.left - INSET.right);
    this.#cursor(place, height);
  }

  #scales(width, height) {
    let [low, high] = [Infinity, -Infinity];
    for (const value of this.#raw) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    const room = Math.max((high - low) * 0.05, 1e-9);
    [low, high] = [low - room, high + room];
    const across = (width - INSET.left - INSET.right) / (this.#raw.length - 1);
    const up = (height - INSET.top - INSET.bottom) / (high - low);
    return { low, high, x: (i) => INSET.left + i * across, y: (v) => INSET.top + (high - v) * up };
  }

  #axes({ low, high, x, y }, width, height) {
    const { pen } = this;
    const { palette } = this.#looks;
    const n = this.#raw.length;
    pen.font = "11px 'IBM Plex Mono', monospace";
    pen.strokeStyle = palette.grid;
    pen.fillStyle = palette.muted;
    pen.lineWidth = 1;
    pen.textAlign = "right";
    pen.textBaseline = "middle";
    const step = niceStep(high - low, 5);
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
      this.#rule(INSET.left, y(value), width - INSET.right, y(value));
      pen.fillText(minus(String(Number(value.toPrecision(6)))), INSET.left - 8, y(value));
    }
    pen.textBaseline = "alphabetic";
    const labels = Math.max(2, Math.floor(width / 150));
    for (let i = 0; i < labels; i += 1) {
      const index = Math.round(i * (n - 1) / (labels - 1));
      pen.textAlign = i === 0 ? "left" : i === labels - 1 ? "right" : "center";
      this.#rule(x(index), INSET.top, x(index), height - INSET.bottom);
      pen.fillText(this.#day(index), x(index), height - 7);
    }
  }

  #rule(x1, y1, x2, y2) {
    const { pen } = this;
    pen.beginPath();
    pen.moveTo(Math.round(x1) + 0.5, Math.round(y1) + 0.5);
    pen.lineTo(Math.round(x2) + 0.5, Math.round(y2) + 0.5);
    pen.stroke();
  }

  #line(values, { x, y }, colour, width) {
    const { pen } = this;
    pen.beginPath();
    for (let i = 0; i < values.length; i += 1) pen.lineTo(x(i), y(values[i]));
    pen.strokeStyle = colour;
    pen.lineWidth = width;
    pen.lineJoin = "round";
    pen.stroke();
  }

  #cursor({ x, y }, height) {
    if (this.#at < 0) return;
    const { pen } = this;
    const { palette, colour } = this.#looks;
    pen.strokeStyle = palette.muted;
    pen.lineWidth = 1;
    this.#rule(x(this.#at), INSET.top, x(this.#at), height - INSET.bottom);
    pen.beginPath();
    pen.arc(x(this.#at), y(this.#smoothed[this.#at]), 4, 0, 2 * Math.PI);
    pen.fillStyle = colour;
    pen.fill();
    pen.strokeStyle = palette.background;
    pen.lineWidth = 1.5;
    pen.stroke();
  }
}
