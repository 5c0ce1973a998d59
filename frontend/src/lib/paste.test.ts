// Pastes from mail programs, spreadsheets and chats must become the chips a person expects.
import { describe, expect, it } from "vitest";
import { cutPaste, isWhole, pieceKey } from "./paste";

describe("cutPaste", () => {
  it.each([
    ["a@x.org, b@x.org;c@x.org\td@x.org\r\ne@x.org", ["a@x.org", "b@x.org", "c@x.org", "d@x.org", "e@x.org"]],
    ["a@x.org b@x.org\u00A0c@x.org", ["a@x.org", "b@x.org", "c@x.org"]],
    ["Ann Lee <a@x.org>, Ben <b@x.org>", ["Ann Lee <a@x.org>", "Ben <b@x.org>"]],
    ["Ann Lee <a@x.org> Ben <b@x.org>", ["Ann Lee <a@x.org>", "Ben <b@x.org>"]],
    ['"Lee, Ann" <a@x.org>; b@x.org', ['"Lee, Ann" <a@x.org>', "b@x.org"]],
    ['"Ann Lee" <a@x.org>', ["Ann Lee <a@x.org>"]],
    ["<a@x.org>", ["a@x.org"]],
    ["\u200Ba@x.org\uFEFF,\u2060b@x.org", ["a@x.org", "b@x.org"]],
    ["junk a@x.org", ["junk", "a@x.org"]],
    ["a@x.org,, ;\n\n ... b@x.org", ["a@x.org", "b@x.org"]],
    ["", []],
  ])("%j", (text, pieces) => {
    expect(cutPaste(text)).toEqual(pieces);
  });

  it("does not let an open quote or bracket swallow the next line", () => {
    expect(cutPaste('"Ann\nb@x.org\n<c@x.org\nd@x.org')).toEqual(['"Ann', "b@x.org", "c@x.org", "d@x.org"]);
  });

  it("cuts its own pieces into themselves", () => {
    const pieces = cutPaste('"Lee, Ann" <a@x.org>; Ben Low <b@x.org> junk c@x.org');
    expect(cutPaste(pieces.join("\n"))).toEqual(pieces);
  });

  it("cuts 10,000 addresses without a pause", () => {
    const text = Array.from({ length: 10_000 }, (_, index) => `Person ${index} <p${index}@example.org>`).join(",\n");
    const start = performance.now();
    expect(cutPaste(text)).toHaveLength(10_000);
    expect(performance.now() - start).toBeLessThan(500);
  });
});

describe("isWhole", () => {
  it.each([
    ["a@x.org", true],
    ["Ann", false],
    ["Ann <a@x.org", false],
    ["Ann <a@x.org>", true],
    ['"Lee, Ann"', false],
  ])("%j is %s", (text, whole) => {
    expect(isWhole(text)).toBe(whole);
  });
});

describe("pieceKey", () => {
  it("finds the server's row of a quoted name", () => {
    expect(pieceKey('"Lee, Ann" <a@x.org>')).toBe("Lee, Ann <a@x.org>");
  });
});
