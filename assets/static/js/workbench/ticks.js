// Where an axis has its marks and what stands at them.

import { grouped, MINUS } from "./numbers.js";

const DAY = 86400;
const CLOCK = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, DAY, 2 * DAY, 7 * DAY];
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 2400, 6000, 12000];
const NAMES = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// 1, 2 or 5 times a power of ten: the smallest such step of which at most `most` fit into `span`.
function niceStep(span, most) {
  const rough = span / Math.max(most, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const found = [1, 2, 5, 10].find((factor) => factor * power >= rough * 0.999);
  return found * power;
}

// {marks: [{at, label}], exponent}: the labels tell the numbers in units of 10^exponent.
export function numberTicks(from, to, most) {
  const step = niceStep(to - from, most);
  if (!(step > 0) || !Number.isFinite(step)) return { marks: [], exponent: 0 };
  const size = Math.log10(Math.max(Math.abs(from), Math.abs(to)));
  const exponent = size >= 5 || size < -2 ? 3 * Math.floor(size / 3 + 1e-9) : 0;
  const unit = 10 ** exponent;
  const decimals = Math.min(Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9)), 12);
  const marks = [];
  const first = Math.ceil(from / step - 1e-9);
  for (let turn = first; turn * step <= to + step * 1e-9 && marks.length < 200; turn += 1) {
    const label = ((turn * step) / unit).toFixed(decimals).replace(/^-(?=0(\.0*)?$)/, "");
    marks.push({ at: turn * step, label: grouped(label).replace("-", MINUS) });
  }
  return { marks, exponent };
}

const two = (number) => String(number).padStart(2, "0");

function clockMarks(from, to, step) {
  const marks = [];
  let day = "";
  for (let at = Math.ceil(from / step) * step; at <= to; at += step) {
    const time = new Date(at * 1000);
    const date = `${time.getUTCDate()} ${NAMES[time.getUTCMonth()]}`;
    const clock = `${two(time.getUTCHours())}:${two(time.getUTCMinutes())}`;
    const label = step >= DAY ? date : step >= 60 ? clock : `${clock}:${two(time.getUTCSeconds())}`;
    const larger = step >= DAY ? String(time.getUTCFullYear()) : `${date} ${time.getUTCFullYear()}`;
    marks.push({ at, label, under: larger === day ? "" : larger });
    day = larger;
  }
  return marks;
}

function calendarMarks(from, to, months) {
  const marks = [];
  let year = "";
  const start = new Date(from * 1000);
  const count = start.getUTCFullYear() * 12 + start.getUTCMonth();
  for (let month = Math.ceil(count / months) * months; marks.length < 200; month += months) {
    const time = new Date(0);
    time.setUTCFullYear(Math.floor(month / 12), month % 12, 1);
    const at = time.getTime() / 1000;
    if (at > to) break;
    if (at < from) continue;
    const label = months >= 12 ? String(time.getUTCFullYear()) : NAMES[time.getUTCMonth()];
    const under = months >= 12 || String(time.getUTCFullYear()) === year ? "" : String(time.getUTCFullYear());
    year = String(time.getUTCFullYear());
    marks.push({ at, label, under });
  }
  return marks;
}

// Marks at round times (UTC); `under` says the day or year where it changes.
export function dateTicks(from, to, most) {
  const rough = (to - from) / Math.max(most, 1);
  if (rough > 7 * DAY) {
    const months = MONTHS.find((some) => some * 30.44 * DAY >= rough) ?? 24000;
    return { marks: calendarMarks(from, to, months), exponent: 0 };
  }
  const step = CLOCK.find((some) => some >= rough);
  if (rough >= 0.5) return { marks: clockMarks(from, to, step), exponent: 0 };
  const whole = Math.floor(from);
  const fine = numberTicks(from - whole, to - whole, most);
  const base = new Date(whole * 1000).toISOString().slice(11, 19);
  const marks = fine.marks.map(({ at, label }, turn) => ({ at: at + whole, label: `+${label}`, under: turn ? "" : base }));
  return { marks, exponent: fine.exponent };
}
