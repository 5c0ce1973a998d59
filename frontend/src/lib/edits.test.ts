// A form writes what was changed in it and nothing else: what it leaves out may have been changed by others.
import { expect, it } from "vitest";
import { differing } from "./edits";

it("names only the fields that differ", () => {
  expect(differing({ name: "Night", labels: ["a"], day: null }, { name: "Day", labels: ["a"], day: null })).toEqual({ name: "Night" });
});

it("takes an empty field for a change, and the order of a list too", () => {
  expect(differing({ name: "", labels: ["b", "a"] }, { name: "Day", labels: ["a", "b"] })).toEqual({ name: "", labels: ["b", "a"] });
});
