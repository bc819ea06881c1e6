// A frame of samples as the server packs it: server/live/frames.py says what its bytes are.

const HEADER = 48;

export function unpack(buffer) {
  const head = new DataView(buffer);
  if (head.getUint32(0) !== 0x53474c31) throw new Error("no frame"); // "SGL1"
  const channels = head.getUint16(6, true);
  const count = head.getUint32(8, true);
  const Numbers = head.getUint8(5) ? Float64Array : Float32Array;
  return {
    smoothed: head.getUint8(4) === 1,
    channels,
    count,
    first: Number(head.getBigUint64(16, true)),
    skipped: Number(head.getBigUint64(24, true)),
    made: head.getFloat64(32, true),
    offset: head.getFloat64(40, true),
    values: new Numbers(buffer, HEADER, channels * count), // sample by sample
  };
}
