// The sweep in three dimensions: date to the right, sigma to the back, value upward. WebGL 1.

import { Camera } from "./elements_camera.js";
import { FLOOR, link, meshOf, ramp, rgb } from "./elements_mesh.js";

const MESH_VERTEX = `
  attribute vec3 place;
  attribute vec3 normal;
  attribute float level;
  uniform mat4 camera;
  varying vec3 upright;
  varying float shade;
  void main() {
    gl_Position = camera * vec4(place, 1.0);
    upright = normal;
    shade = level;
  }`;

const MESH_FRAGMENT = `
  precision mediump float;
  uniform sampler2D colours;
  varying vec3 upright;
  varying float shade;
  void main() {
    vec3 side = normalize(upright);
    float light = 0.55 + 0.45 * abs(dot(side, normalize(vec3(-0.5, 0.8, 0.6))));
    gl_FragColor = vec4(texture2D(colours, vec2(shade, 0.5)).rgb * light, 1.0);
  }`;

const LINE_VERTEX = `
  attribute vec3 place;
  uniform mat4 camera;
  uniform vec2 aside;
  void main() {
    gl_Position = camera * vec4(place, 1.0);
    gl_Position.xy += aside * gl_Position.w;
  }`;

const LINE_FRAGMENT = `
  precision mediump float;
  uniform vec4 colour;
  void main() { gl_FragColor = colour; }`;

const EVERY = 8; // one row in so many has a line of its own

export class Surface {
  #mesh = null;
  #looks = null;
  #values = null;
  #rungs = 0;

  // `absent` is called, once, where there is no WebGL.
  constructor(canvas, marks, absent) {
    Object.assign(this, { canvas, marks });
    this.gl = canvas.getContext("webgl", { antialias: true, alpha: false });
    if (!this.gl) {
      absent();
      return;
    }
    this.camera = new Camera(canvas, () => this.draw());
    canvas.addEventListener("webglcontextlost", (event) => event.preventDefault());
    canvas.addEventListener("webglcontextrestored", () => this.#setUp());
    new ResizeObserver(() => this.draw()).observe(canvas);
    this.#setUp();
  }

  #setUp() {
    const { gl } = this;
    this.meshProgram = link(gl, MESH_VERTEX, MESH_FRAGMENT);
    this.lineProgram = link(gl, LINE_VERTEX, LINE_FRAGMENT);
    this.buffers = { mesh: gl.createBuffer(), order: gl.createBuffer() };
    this.colours = gl.createTexture();
    if (this.#values) this.data(this.#values, this.#rungs);
    if (this.#looks) this.show(this.#looks);
  }

  // Takes rows of equal length, one for each sigma, the smallest first.
  data(values, rungs) {
    [this.#values, this.#rungs] = [values, rungs];
    const { gl } = this;
    if (!gl) return;
    this.#mesh = meshOf(values, rungs);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.mesh);
    gl.bufferData(gl.ARRAY_BUFFER, this.#mesh.vertices, gl.STATIC_DRAW);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.order);
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, this.#mesh.order, gl.STATIC_DRAW);
  }

  show(looks) {
    this.#looks = looks;
    const { gl } = this;
    if (!gl) return;
    gl.bindTexture(gl.TEXTURE_2D, this.colours);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGB, 256, 1, 0, gl.RGB, gl.UNSIGNED_BYTE, ramp(looks.stops));
    for (const [name, value] of [
      [gl.TEXTURE_MIN_FILTER, gl.LINEAR], [gl.TEXTURE_MAG_FILTER, gl.LINEAR],
      [gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE], [gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE],
    ]) gl.texParameteri(gl.TEXTURE_2D, name, value);
    this.draw();
  }

  draw() {
    const { gl, canvas } = this;
    if (!this.#mesh || !this.#looks || gl.isContextLost()) return;
    canvas.width = Math.round(canvas.clientWidth * devicePixelRatio);
    canvas.height = Math.round(canvas.clientHeight * devicePixelRatio);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.clearColor(...rgb(this.#looks.palette.background), 1);
    gl.clear(gl.COLOR_BUFFER_BIT | gl.DEPTH_BUFFER_BIT);
    gl.enable(gl.DEPTH_TEST);
    this.#drawMesh();
    this.#drawLines();
    this.#label();
  }

  #attribute(program, name, size, offset) {
    const { gl } = this;
    const at = gl.getAttribLocation(program, name);
    gl.enableVertexAttribArray(at);
    gl.vertexAttribPointer(at, size, gl.FLOAT, false, 28, offset);
  }

  #begin(program) {
    const { gl } = this;
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers.mesh);
    gl.uniformMatrix4fv(gl.getUniformLocation(program, "camera"), false, this.camera.matrix());
    this.#attribute(program, "place", 3, 0);
  }

  #drawMesh() {
    const { gl } = this;
    this.#begin(this.meshProgram);
    this.#attribute(this.meshProgram, "normal", 3, 12);
    this.#attribute(this.meshProgram, "level", 1, 24);
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.order);
    gl.enable(gl.POLYGON_OFFSET_FILL); // so that the lines lie on top
    gl.polygonOffset(1, 2);
    gl.drawElements(gl.TRIANGLES, this.#mesh.order.length, gl.UNSIGNED_SHORT, 0);
    gl.disable(gl.POLYGON_OFFSET_FILL);
  }

  #drawLines() {
    const { gl } = this;
    const { palette, colour, rung } = this.#looks;
    this.#begin(this.lineProgram);
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA);
    for (let row = 0; row < this.#rungs; row += EVERY) this.#row(row, palette.text, 0.35, 0);
    this.#row(this.#rungs - 1, palette.text, 0.35, 0);
    for (const step of [0, 1, -1]) this.#row(rung, colour, 1, step);
    this.#stroke(gl.LINE_LOOP, this.#mesh.floor, 4, palette.muted, 0.6);
  }

  // WebGL draws lines one pixel wide: a thick one is a line beside a line.
  #row(row, colour, alpha, step) {
    const { columns } = this.#mesh;
    this.#stroke(this.gl.LINE_STRIP, row * columns, columns, colour, alpha, step);
  }

  #stroke(kind, first, count, colour, alpha, step = 0) {
    const { gl, lineProgram } = this;
    const aside = step * 2 * devicePixelRatio / this.canvas.height;
    gl.uniform4f(gl.getUniformLocation(lineProgram, "colour"), ...rgb(colour), alpha);
    gl.uniform2f(gl.getUniformLocation(lineProgram, "aside"), 0, aside);
    gl.drawArrays(kind, first, count);
  }

  #label() {
    const { start, points, smallest, largest, palette } = this.#looks;
    const last = new Date(Date.parse(start) + (points - 1) * 86_400_000);
    const day = Number.isNaN(last.valueOf()) ? "" : last.toISOString().slice(0, 10);
    const texts = [
      [start, [-0.9, FLOOR, 0.95]], [day, [0.9, FLOOR, 0.95]],
      [`σ ${smallest}`, [1.17, FLOOR, 0.6]], [`σ ${largest}`, [1.17, FLOOR, -0.65]],
    ];
    const spans = texts.map(([text, place]) => {
      const [x, y] = this.camera.project(place);
      const span = document.createElement("span");
      span.textContent = text;
      span.style.cssText = `left: ${x}px; top: ${y}px; color: ${palette.muted}`;
      return span;
    });
    this.marks.replaceChildren(...spans);
  }
}
