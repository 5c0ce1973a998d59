// Calendar days as `YYYY-MM-DD`, without hours and so without the browser's own zone.

const DAY_MS = 86_400_000;

/** The day that is `count` days after (or before) another. */
export function addDays(day: string, count: number): string {
  return new Date(asUtcDate(day).getTime() + count * DAY_MS).toISOString().slice(0, 10);
}

/** A day as an instant to format with `timeZone: "UTC"`. */
export function asUtcDate(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

/** Today's date in a time zone. */
export function todayIn(timeZone: string, now: Date = new Date()): string {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  return parts.format(now);
}

/** The day and the time (`HH:MM`) that clocks in a zone show at an instant. */
export function clockIn(timeZone: string, instant: string): { day: string; time: string } {
  const at = Date.parse(instant);
  const shown = new Date(at + offsetAt(timeZone, at)).toISOString();
  return { day: shown.slice(0, 10), time: shown.slice(11, 16) };
}

/** The instant at which clocks in a zone show this day and time (`HH:MM`), as ISO 8601 with its offset.
 *  A time that is skipped becomes the first valid instant after it; one that comes twice means the first. */
export function instantIn(timeZone: string, day: string, time: string): string {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const offsets = [wanted - DAY_MS, wanted + DAY_MS].map((at) => offsetAt(timeZone, at));
  const [before, after] = offsets as [number, number];
  const fits = [wanted - before, wanted - after].toSorted((a, b) => a - b).find((at) => at + offsetAt(timeZone, at) === wanted);
  const instant = fits ?? firstAfterGap(timeZone, wanted - Math.max(before, after), wanted - Math.min(before, after));
  return withOffset(instant, offsetAt(timeZone, instant));
}

/** The first instant of the range at which the zone's offset has changed. */
function firstAfterGap(timeZone: string, from: number, to: number): number {
  const offset = offsetAt(timeZone, from);
  let [low, high] = [from, to];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (middle === low) break;
    if (offsetAt(timeZone, middle) === offset) low = middle;
    else high = middle;
  }
  return high;
}

function offsetAt(timeZone: string, instant: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const read = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const local = Date.UTC(read("year"), read("month") - 1, read("day"), read("hour"), read("minute"), read("second"));
  return local - Math.floor(instant / 1000) * 1000;
}

function two(value: number): string {
  return String(Math.floor(value)).padStart(2, "0");
}

function withOffset(instant: number, offset: number): string {
  const minutes = Math.abs(offset) / 60_000;
  const sign = offset < 0 ? "-" : "+";
  return `${new Date(instant + offset).toISOString().slice(0, 19)}${sign}${two(minutes / 60)}:${two(minutes % 60)}`;
}
