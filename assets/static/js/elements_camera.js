// A camera that goes round a surface: by dragging, by arrow keys, by plus and minus.

const HOME = { yaw: -0.38, pitch: 0.6, distance: 3.6 };
const MIDDLE = -0.14; // the height that is looked at
const STEP = Math.PI / 36;
const LENS = 1 / Math.tan(0.3); // 34 degrees from bottom to top

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

export class Camera {
  constructor(canvas, changed) {
    Object.assign(this, { canvas, changed, ...HOME });
    canvas.addEventListener("pointerdown", (event) => canvas.setPointerCapture(event.pointerId));
    canvas.addEventListener("pointermove", (event) => {
      if (!canvas.hasPointerCapture(event.pointerId)) return;
      this.#turn(event.movementX / 150, event.movementY / 150);
    });
    canvas.addEventListener("keydown", (event) => this.#key(event));
    canvas.addEventListener("dblclick", () => this.#home());
  }

  #turn(yaw, pitch) {
    this.yaw += yaw;
    this.pitch = clamp(this.pitch + pitch, -0.2, 1.5);
    this.changed();
  }

  #approach(factor) {
    this.distance = clamp(this.distance * factor, 2.2, 9);
    this.changed();
  }

  #home() {
    Object.assign(this, HOME);
    this.changed();
  }

  #key(event) {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const actions = {
      ArrowLeft: () => this.#turn(-STEP, 0),
      ArrowRight: () => this.#turn(STEP, 0),
      ArrowUp: () => this.#turn(0, STEP),
      ArrowDown: () => this.#turn(0, -STEP),
      "+": () => this.#approach(1 / 1.1),
      "-": () => this.#approach(1.1),
      Home: () => this.#home(),
    };
    if (!(event.key in actions)) return;
    event.preventDefault();
    actions[event.key]();
  }

  // Column by column: lift, turn about the upright axis, tilt, step back, then perspective.
  matrix() {
    const { yaw, pitch, distance, canvas } = this;
    const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
    const aspect = canvas.clientWidth / Math.max(1, canvas.clientHeight);
    // A narrow canvas steps further back, so that the width still fits.
    const away = distance * Math.max(1, 1.5 / aspect);
    const [near, far] = [0.1, 30];
    const [a, b] = [(far + near) / (near - far), 2 * far * near / (near - far)];
    const turned = [
      [cy, sp * sy, -cp * sy], [0, cp, sp], [sy, -sp * cy, cp * cy],
      [0, -cp * MIDDLE, -sp * MIDDLE - away],
    ];
    return turned.flatMap(([x, y, z], column) => [
      LENS * x / aspect, LENS * y, a * z + (column === 3 ? b : 0), -z,
    ]);
  }

  // Where a place is seen, in CSS pixels from the canvas's corner.
  project([x, y, z]) {
    const m = this.matrix();
    const [cx, cy, , cw] = [0, 1, 2, 3].map((r) => m[r] * x + m[4 + r] * y + m[8 + r] * z + m[12 + r]);
    const { clientWidth, clientHeight } = this.canvas;
    return [(cx / cw + 1) / 2 * clientWidth, (1 - cy / cw) / 2 * clientHeight];
  }
}
