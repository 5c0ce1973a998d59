// Days and local times must mean the same as on the server, on the edges of summer time too.
import { describe, expect, it } from "vitest";
import { addDays, clockIn, instantIn, todayIn } from "./days";

describe("days", () => {
  it("counts over the end of a month and a leap day", () => {
    expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
    expect(addDays("2027-01-01", -1)).toBe("2026-12-31");
  });

  it("knows that today is another day elsewhere", () => {
    const now = new Date("2027-05-01T23:30:00Z");
    expect(todayIn("Asia/Tokyo", now)).toBe("2027-05-02");
    expect(todayIn("America/Lima", now)).toBe("2027-05-01");
  });
});

describe("instantIn", () => {
  it.each([
    ["Europe/Berlin", "2027-01-15", "09:00", "2027-01-15T09:00:00+01:00"],
    ["Europe/Berlin", "2027-07-15", "09:00", "2027-07-15T09:00:00+02:00"],
    ["Asia/Kathmandu", "2027-07-15", "00:00", "2027-07-15T00:00:00+05:45"],
    ["America/St_Johns", "2027-01-15", "09:00", "2027-01-15T09:00:00-03:30"],
    ["UTC", "2027-07-15", "23:59", "2027-07-15T23:59:00+00:00"],
  ])("%s %s %s", (zone, day, time, instant) => {
    expect(instantIn(zone, day, time)).toBe(instant);
  });

  it("moves a skipped time to the first valid instant after it", () => {
    expect(instantIn("Europe/Berlin", "2027-03-28", "02:30")).toBe("2027-03-28T03:00:00+02:00");
    expect(instantIn("Africa/Cairo", "2026-04-24", "00:00")).toBe("2026-04-24T01:00:00+03:00");
  });

  it("takes the first of a time that comes twice", () => {
    expect(instantIn("Europe/Berlin", "2027-10-31", "02:30")).toBe("2027-10-31T02:30:00+02:00");
  });
});

describe("clockIn", () => {
  it.each([
    ["Europe/Berlin", "2027-07-15T22:30:00+00:00", "2027-07-16", "00:30"],
    ["America/Lima", "2027-01-01T03:00:00+00:00", "2026-12-31", "22:00"],
  ])("%s at %s", (zone, instant, day, time) => {
    expect(clockIn(zone, instant)).toEqual({ day, time });
  });
});
