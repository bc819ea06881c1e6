// A frame of samples as the server packs it: server/live/frames.py says what its bytes are.

const HEADER = 48;
const OFFSET = 8; // bytes of what is to be added to the values of each channel

export function unpack(buffer) {
  const head = new DataView(buffer);
  if (head.getUint32(0) !== 0x53474c32) throw new Error("no frame"); // "SGL2"
  const columns = head.getUint16(6, true);
  const count = head.getUint32(8, true);
  const Numbers = head.getUint8(5) ? Float64Array : Float32Array;
  return {
    smoothed: head.getUint8(4) === 1,
    channels: named(head.getUint32(40, true), head.getUint32(44, true), columns),
    count,
    first: Number(head.getBigUint64(16, true)),
    skipped: Number(head.getBigUint64(24, true)),
    made: head.getFloat64(32, true),
    offsets: new Float64Array(buffer, HEADER, columns),
    values: new Numbers(buffer, HEADER + OFFSET * columns, columns * count), // sample by sample
  };
}

// Which channels the columns are; without a bit they are all, in order.
function named(low, high, columns) {
  const found = [];
  for (let bit = 0; bit < 64; bit += 1) if (((bit < 32 ? low >>> bit : high >>> (bit - 32)) & 1) === 1) found.push(bit);
  return found.length ? found : Array.from({ length: columns }, (_, channel) => channel);
}
