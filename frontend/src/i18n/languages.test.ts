// The language and its regional manner must follow what the reader's browser asks for.
import { describe, expect, it } from "vitest";
import { chooseLanguage, regionOf } from "./languages";

describe("chooseLanguage", () => {
  it.each([
    [["de-AT", "en"], "de"],
    [[null, "pt-BR", "es-MX"], "es"],
    [["ja"], "en"],
    [[], "en"],
  ] as const)("%j gives %s", (wishes, language) => {
    expect(chooseLanguage(wishes)).toBe(language);
  });
});

describe("regionOf", () => {
  it("keeps the reader's region, and only of the language that is shown", () => {
    expect(regionOf("en", ["de-AT", "en-GB"])).toBe("en-GB");
    expect(regionOf("fr", ["de-AT", "en-GB"])).toBe("fr");
  });

  it("takes no name by which nothing can be formatted", () => {
    expect(regionOf("en", ["en-US@posix", "en"])).toBe("en-US");
    expect(regionOf("de", ["de_DE.UTF-8", "de-!"])).toBe("de");
  });
});
