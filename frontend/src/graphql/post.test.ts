// A refusal must be told by its code, whatever else the response holds.
import { describe, expect, it } from "vitest";
import { answerOf } from "./post";

describe("answerOf", () => {
  it("hands on the data", () => {
    expect(answerOf({ data: { a: 1 } })).toEqual({ data: { a: 1 }, refusal: null });
  });

  it("tells a refusal by its code and when to try again", () => {
    const errors = [{ message: "Wait.", extensions: { code: "RATE_LIMITED", retryAfter: 60 } }];
    expect(answerOf({ data: null, errors })).toEqual({
      data: null,
      refusal: { code: "RATE_LIMITED", message: "Wait.", retryAfter: 60 },
    });
  });

  it("calls what has no code a fault", () => {
    expect(answerOf({ errors: [{ message: "?" }] }).refusal?.code).toBe("INTERNAL");
  });
});
