// After signing in nobody may be led off the site.
import { describe, expect, it } from "vitest";
import { matchPath, safeNext } from "./path";

describe("safeNext", () => {
  it.each([
    ["/members?search=ann", "/members?search=ann"],
    ["https://evil.example/", "/"],
    ["//evil.example/", "/"],
    ["/\\evil.example", "/"],
    ["\\\\evil.example", "/"],
    ["javascript:alert(1)", "/"],
    ["/\t/evil.example", "/"],
    [null, "/"],
  ])("%j leads to %j", (next, target) => {
    expect(safeNext(next, "/")).toBe(target);
  });
});

describe("matchPath", () => {
  it("reads the token of a link", () => {
    expect(matchPath("/join/", "/join/abc_-1")).toBe("abc_-1");
    expect(matchPath("/join/", "/reset/abc")).toBeNull();
    expect(matchPath("/join/", "/join/%E0%A4%A")).toBeNull();
  });
});
