// Reads a calendar day as people type it, in the order of their region and in a few plain forms.
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";

dayjs.extend(customParseFormat);

const DAY_FIRST = ["D/M/YYYY", "D.M.YYYY", "D-M-YYYY", "D/M/YY", "D.M.YY"];
const MONTH_FIRST = ["M/D/YYYY", "M-D-YYYY", "M/D/YY"];
const IN_WORDS = ["D MMMM YYYY", "D. MMMM YYYY", "D MMM YYYY", "MMMM D, YYYY", "MMM D, YYYY"];

/** The day as `YYYY-MM-DD`, or null where it is none; `locale` is a region such as `en-GB`. */
export function typedDay(text: string, locale: string): string | null {
  const parts = new Intl.DateTimeFormat(locale).formatToParts(new Date(0));
  const monthFirst = parts.find((part) => part.type === "day" || part.type === "month")?.type === "month";
  const numeric = monthFirst ? [...MONTH_FIRST, ...DAY_FIRST] : [...DAY_FIRST, ...MONTH_FIRST];
  const typed = text.trim();
  const unpadded = typed.replace(/\b0(?=\d)/g, ""); // read strictly, `D` is "1" and never "01"
  return read(typed, ["YYYY-MM-DD"], locale) ?? read(unpadded, [...numeric, ...IN_WORDS], locale);
}

function read(typed: string, formats: string[], locale: string): string | null {
  const days = formats.map((format) => dayjs(typed, format, locale.slice(0, 2), true));
  return days.find((day) => day.isValid())?.format("YYYY-MM-DD") ?? null;
}

/** Why a text is not taken. */
export type Wrong = "notADay" | "past" | "tooEarly";

export interface Limits {
  /** The first day that may be chosen, as `YYYY-MM-DD`. */
  min?: string | undefined;
  /** Whether the field may be left empty. */
  empty: boolean;
  today: string;
}

/** What a field makes of a typed text: a day, none, or why it can't be taken. */
export function readDay(text: string, locale: string, { min, empty, today }: Limits): { day: string | null } | { wrong: Wrong } {
  if (text.trim() === "") return empty ? { day: null } : { wrong: "notADay" };
  const day = typedDay(text, locale);
  if (day === null) return { wrong: "notADay" };
  if (min === undefined || day >= min) return { day };
  return { wrong: day < today ? "past" : "tooEarly" };
}
