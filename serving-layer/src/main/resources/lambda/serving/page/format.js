// Numbers, times and texts as the page shows them. All times are UTC, as everywhere in the platform.

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat('en', { notation: 'compact', maximumSignificantDigits: 3 });
const precise = new Intl.NumberFormat('en', { maximumSignificantDigits: 6 });

export const NOTHING = '–';

/** A number with all its digits before the decimal point. */
export function number(value) {
  if (value === null || value === undefined) return NOTHING;
  return Number.isInteger(value) ? whole.format(value) : precise.format(value);
}

/** A number in the width of an axis or a tile: 12.3K. */
export function compact(value) {
  if (value === null || value === undefined) return NOTHING;
  return Math.abs(value) < 10_000 ? number(value) : short.format(value);
}

/** Records a second. */
export function rate(value) {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  return `${value > 0 && value < 10 ? value.toFixed(1) : compact(Math.round(value))}/s`;
}

export function bytes(value) {
  if (value === null || value === undefined) return NOTHING;
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let unit = 0;
  let rest = value;
  while (rest >= 1000 && unit < units.length - 1) {
    rest /= 1000;
    unit++;
  }
  return `${rest < 10 && unit > 0 ? rest.toFixed(1) : Math.round(rest)} ${units[unit]}`;
}

/** 2026-11-21 05:00 */
export function minute(time) {
  return time ? time.slice(0, 16).replace('T', ' ') : NOTHING;
}

/** 2026-11-21 05:00:07 */
export function second(time) {
  return time ? time.slice(0, 19).replace('T', ' ') : NOTHING;
}

/** 05:00 */
export function clock(time) {
  return time ? time.slice(11, 16) : NOTHING;
}

/** A window's start, only as fine as the windows are. */
export function windowStart(time, window) {
  switch (window) {
    case 'month':
      return time.slice(0, 7);
    case 'day':
    case 'week':
      return time.slice(0, 10);
    default:
      return minute(time);
  }
}

/** The time between two instants: 340 ms, 12 s, 5 min, 3 h. */
export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined || Number.isNaN(milliseconds)) return NOTHING;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 120) return `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const minutes = seconds / 60;
  if (minutes < 120) return `${Math.round(minutes)} min`;
  return `${Math.round(minutes / 60)} h`;
}

/** The values of a key, as one text. */
export function keyText(key) {
  return key.length === 0 ? 'all' : key.map(value => value ?? '(null)').join(' · ');
}

/** The text with its count: "1 file", "2 files". */
export function count(value, noun) {
  return `${number(value)} ${noun}${value === 1 ? '' : 's'}`;
}
