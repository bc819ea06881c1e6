// A surface as triangles, its colours, and the little that shaders need.

const LOW = 0.005; // shares of the values that lie outside the colours
const HIGH = 0.995;
const TALL = 0.62; // what the colours span, where the dates span 2
const DEEP = 1.5; // and all sigmas together
export const FLOOR = -0.5;

export function rgb(hex) {
  return [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
}

// 256 colours, three bytes each, mixed evenly between the stops.
export function ramp(stops) {
  const colours = stops.map(rgb);
  const bytes = new Uint8Array(256 * 3);
  for (let i = 0; i < 256; i += 1) {
    const at = (i / 255) * (stops.length - 1);
    const [from, to] = [colours[Math.floor(at)], colours[Math.ceil(at)]];
    for (let c = 0; c < 3; c += 1) bytes[3 * i + c] = 255 * (from[c] + (to[c] - from[c]) * (at % 1));
  }
  return bytes;
}

// Seven numbers a vertex: place (3), normal (3), level from 0 to 1; the triangles' corners as
// numbers of vertices; and, from the vertex `floor` on, the four corners of what lies below.
export function meshOf(values, rows) {
  const columns = values.length / rows;
  const sorted = Float32Array.from(values).sort();
  const low = sorted[Math.floor(LOW * (sorted.length - 1))];
  const span = sorted[Math.ceil(HIGH * (sorted.length - 1))] - low || 1;
  const height = (row, column) => (values[row * columns + column] - low) / span;
  const vertices = new Float32Array((values.length + 4) * 7);
  const [dx, dz] = [2 / (columns - 1), -DEEP / (rows - 1)];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const [left, right] = [Math.max(0, column - 1), Math.min(columns - 1, column + 1)];
      const [near, far] = [Math.max(0, row - 1), Math.min(rows - 1, row + 1)];
      const slopeX = TALL * (height(row, right) - height(row, left)) / ((right - left) * dx);
      const slopeZ = TALL * (height(far, column) - height(near, column)) / ((far - near) * dz);
      const level = height(row, column);
      vertices.set([
        -1 + column * dx, TALL * (level - 0.5), DEEP / 2 + row * dz,
        -slopeX, 1, -slopeZ, Math.min(1, Math.max(0, level)),
      ], (row * columns + column) * 7);
    }
  }
  const corners = [[-1, 1], [1, 1], [1, -1], [-1, -1]];
  corners.forEach(([x, z], i) => vertices.set([x, FLOOR, z * DEEP / 2], (values.length + i) * 7));
  return { vertices, order: triangles(rows, columns), columns, floor: values.length };
}

function triangles(rows, columns) {
  const order = new Uint16Array((rows - 1) * (columns - 1) * 6);
  let at = 0;
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const here = row * columns + column;
      order.set([here, here + 1, here + columns, here + 1, here + columns + 1, here + columns], at);
      at += 6;
    }
  }
  return order;
}

// A program of two shaders; throws with the compiler's words where it does not link.
export function link(gl, vertex, fragment) {
  const program = gl.createProgram();
  for (const [kind, source] of [[gl.VERTEX_SHADER, vertex], [gl.FRAGMENT_SHADER, fragment]]) {
    const shader = gl.createShader(kind);
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS) && !gl.isContextLost()) {
    throw new Error(gl.getProgramInfoLog(program));
  }
  return program;
}
