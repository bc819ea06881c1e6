// What stays as it is while a smoothing is turned, painted once and copied from then on: the axes and
// the measured curve, whose many bars and corners take longer to paint than everything else together.

export class Ground {
  #canvas = document.createElement("canvas");
  #made = []; // what the picture was made from

  // options: of the canvas, whose pixels may be read often.
  constructor(options = {}) {
    this.context = this.#canvas.getContext("2d", options);
  }

  // Lay what paint(context) draws on the empty `stage`; made anew where any of `from` is another.
  lay(stage, from, paint) {
    this.make(stage, from, paint);
    stage.context.setTransform(1, 0, 0, 1, 0, 0);
    stage.context.drawImage(this.#canvas, 0, 0);
    stage.context.setTransform(stage.density, 0, 0, stage.density, 0, 0);
  }

  // Have it ready; whether it was made anew.
  make(stage, from, paint) {
    const { width, height } = stage.canvas;
    const own = [width, height, stage.density, ...from];
    if (own.length === this.#made.length && own.every((one, i) => one === this.#made[i])) return false;
    this.#made = own;
    Object.assign(this.#canvas, { width, height });
    this.context.setTransform(stage.density, 0, 0, stage.density, 0, 0);
    paint(this.context);
    return true;
  }
}
