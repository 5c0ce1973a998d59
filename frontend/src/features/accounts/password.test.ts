// A suggested password must be readable and never the same twice.
import { expect, it } from "vitest";
import { readablePassword } from "./password";

it("is four groups of four signs that can't be taken for one another", () => {
  expect(readablePassword()).toMatch(/^[a-hj-km-np-z2-9]{4}(-[a-hj-km-np-z2-9]{4}){3}$/);
});

it("is another one each time", () => {
  expect(new Set(Array.from({ length: 100 }, readablePassword)).size).toBe(100);
});
