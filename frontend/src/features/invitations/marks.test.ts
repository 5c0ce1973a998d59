// What a plan is read as decides what an administrator sees before sending.
import { describe, expect, it } from "vitest";
import { differences, type Outcome, type Row, rowsByInput, toneOf } from "./marks";

function row(position: number, input: string, outcome: Outcome, suggestion: string | null = null): Row {
  const errors = suggestion === null ? [] : [{ code: "SUSPECTED_TYPO", message: "", field: ["emails"], suggestion, value: null }];
  return { position, input, email: input, outcome, member: null, changes: [], errors };
}

describe("toneOf", () => {
  it("leaves a plain new address plain", () => {
    expect(toneOf(row(1, "a@x.org", "INVITE"))).toBeUndefined();
  });

  it("points out a likely typo, but a refusal stays red", () => {
    expect(toneOf(row(1, "a@gmial.com", "INVITE", "a@gmail.com"))).toBe("hint");
    expect(toneOf(row(1, "a@x..org", "REFUSED", "a@x.org"))).toBe("bad");
  });
});

describe("rowsByInput", () => {
  it("takes the row that counts where the same text stands twice", () => {
    const rows = [row(1, "a@x.org", "DUPLICATE"), row(2, "a@x.org", "INVITE"), row(3, "a@x.org", "DUPLICATE")];
    expect(rowsByInput(rows).get("a@x.org")?.position).toBe(2);
  });
});

describe("differences", () => {
  it("names who would fare otherwise, who came and who went", () => {
    const before = [row(1, "a@x.org", "INVITE"), row(2, "b@x.org", "INVITE"), row(3, "c@x.org", "INVITE")];
    const after = [row(1, "a@x.org", "INVITE"), row(2, "b@x.org", "UNCHANGED"), row(3, "d@x.org", "INVITE")];
    expect(differences(before, after)).toEqual([
      { email: "b@x.org", before: "INVITE", after: "UNCHANGED" },
      { email: "c@x.org", before: "INVITE", after: null },
      { email: "d@x.org", before: null, after: "INVITE" },
    ]);
  });
});
