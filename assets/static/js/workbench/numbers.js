// Numbers as people read them: a real minus sign, no more digits than mean something, dates in UTC.

const MINUS = "\u2212";
const RAISED = { "-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹" };
const PREFIXES = { "-15": "f", "-12": "p", "-9": "n", "-6": "µ", "-3": "m", 0: "", 3: "k", 6: "M", 9: "G", 12: "T" };
const TAKES_PREFIX = new Set(["V", "A", "s", "m", "Hz", "Pa", "W", "J", "N", "T", "F", "C", "g", "Ω", "S", "eV", "B"]);

export const counted = (count) => count.toLocaleString("en");

// Thousands set apart where a number is long.
const apart = (whole) => whole.replace(/\B(?=(\d{3})+$)/g, "\u202f");
export const grouped = (text) => (/^-?\d{5}/.test(text) ? text.replace(/^-?\d+/, apart) : text);

const signed = (text) => text.replace("-", MINUS);
export const raised = (exponent) => String(exponent).replace(/./g, (sign) => RAISED[sign]);

// The number with so many significant digits.
export function plain(value, digits = 4) {
  if (!Number.isFinite(value)) return "–";
  if (value === 0) return "0";
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e").map(Number);
  if (exponent >= 6 || exponent < -3) return `${signed(String(mantissa))}\u2009×\u200910${raised(exponent)}`;
  return signed(grouped(String(Number(value.toPrecision(digits)))));
}

// The number with as many decimals as are needed to tell it from its neighbour `step` away.
export function resolved(value, step) {
  if (!Number.isFinite(value)) return "–";
  const decimals = Math.max(0, Math.ceil(-Math.log10(Math.abs(step) || 1)));
  if (Math.abs(value) >= 1e9 || decimals > 9) return plain(value, 8);
  return signed(grouped(value.toFixed(decimals)));
}

// The moment, `seconds` after 1970 began, to the precision that a step of so many seconds asks for.
export function moment(seconds, step) {
  const time = new Date(seconds * 1000);
  if (Number.isNaN(time.getTime())) return "–";
  const text = time.toISOString();
  if (step >= 86400) return text.slice(0, 10);
  if (step >= 60) return `${text.slice(0, 10)} ${text.slice(11, 16)}`;
  return `${text.slice(0, 10)} ${text.slice(11, step >= 1 ? 19 : 23)}`;
}

// How long `seconds` are, in the unit that suits them.
function duration(seconds, digits = 4) {
  const size = Math.abs(seconds);
  if (size >= 2 * 365.25 * 86400) return `${plain(seconds / 31557600, digits)} a`;
  if (size >= 2 * 86400) return `${plain(seconds / 86400, digits)} d`;
  if (size >= 2 * 3600) return `${plain(seconds / 3600, digits)} h`;
  return size >= 120 ? `${plain(seconds / 60, digits)} min` : `${plain(seconds, digits)} s`;
}

// A place on an axis in words; `step` is what one pixel means.
export function placed(value, axis, step) {
  if (axis.kind === "date") return moment(value, step);
  const text = resolved(value, step);
  return axis.unit ? `${text} ${axis.unit}` : text;
}

export function distance(value, axis, digits = 4) {
  if (axis.kind === "date") return duration(value, digits);
  return axis.unit ? `${plain(value, digits)} ${axis.unit}` : plain(value, digits);
}

// How often in a unit of x; along dates in the unit of time that suits it.
export function frequency(value, axis, digits = 4) {
  if (axis.kind === "date" && value < 1e-6) return `${plain(value * 31557600, digits)} / a`;
  if (axis.kind === "date" && value < 1e-3) return `${plain(value * 86400, digits)} / d`;
  if (axis.kind === "date" || axis.unit === "s") return `${plain(value, digits)} Hz`;
  return axis.unit ? `${plain(value, digits)} / ${axis.unit}` : plain(value, digits);
}

// What stands behind an axis' name when its numbers are told in units of 10^exponent.
export function scaledUnit(unit, exponent) {
  if (exponent && TAKES_PREFIX.has(unit) && exponent in PREFIXES) return PREFIXES[exponent] + unit;
  const power = exponent ? `10${raised(exponent)}` : "";
  return [power, unit].filter(Boolean).join(" ");
}

export { MINUS };
