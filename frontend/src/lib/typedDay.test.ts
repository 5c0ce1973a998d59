// A typed day must mean what its reader meant by it.
import "dayjs/locale/de";
import { describe, expect, it } from "vitest";
import { readDay, typedDay } from "./typedDay";

describe("typedDay", () => {
  it.each([
    ["3/4/2027", "en-GB", "2027-04-03"],
    ["3/4/2027", "en-US", "2027-03-04"],
    ["31/12/2027", "en-US", "2027-12-31"],
    ["01/12/2026", "en-GB", "2026-12-01"],
    ["09/08/2026", "en-US", "2026-09-08"],
    ["01.02.26", "de", "2026-02-01"],
    ["01 May 2027", "en", "2027-05-01"],
    ["31.12.2027", "de", "2027-12-31"],
    ["1. Mai 2027", "de", "2027-05-01"],
    ["1 May 2027", "en", "2027-05-01"],
    [" 2027-05-01 ", "fr", "2027-05-01"],
    ["31/02/2027", "en-GB", null],
    ["soon", "en", null],
  ])("%j in %s is %j", (text, locale, day) => {
    expect(typedDay(text, locale)).toBe(day);
  });
});

describe("readDay", () => {
  const fromMay = { min: "2027-05-01", empty: true, today: "2027-04-10" };

  it.each([
    ["1/5/2027", fromMay, { day: "2027-05-01" }],
    ["30/4/2027", fromMay, { wrong: "tooEarly" }],
    ["9/4/2027", fromMay, { wrong: "past" }],
    ["next friday", fromMay, { wrong: "notADay" }],
    [" ", fromMay, { day: null }],
    ["", { empty: false, today: "2027-04-10" }, { wrong: "notADay" }],
    ["1/1/2020", { empty: false, today: "2027-04-10" }, { day: "2020-01-01" }],
  ])("%j within %j is %j", (text, limits, reading) => {
    expect(readDay(text, "en-GB", limits)).toEqual(reading);
  });
});
