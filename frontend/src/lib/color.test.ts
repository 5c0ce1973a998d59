// Any brand colour must give readable buttons, in light and in dark.
import { describe, expect, it } from "vitest";
import { contrast, shadesOf } from "./color";

const BRANDS = ["#3547b8", "#ffd400", "#ff0000", "#00ff00", "#0000ff", "#ffffff", "#000000", "#0f766e", "#f08c00"];

describe("shadesOf", () => {
  it.each(BRANDS)("%s: shade 6 carries white text", (brand) => {
    expect(contrast(shadesOf(brand)[6], "#ffffff")).toBeGreaterThanOrEqual(4.5);
  });

  it.each(BRANDS)("%s: shade 6 is readable on its own lightest shade", (brand) => {
    const shades = shadesOf(brand);
    expect(contrast(shades[6], shades[0])).toBeGreaterThanOrEqual(4.5);
  });

  it.each(BRANDS)("%s: shade 4 is readable on a dark page", (brand) => {
    expect(contrast(shadesOf(brand)[4], "#1b1e25")).toBeGreaterThanOrEqual(4.5);
  });

  it("keeps a brand colour that is dark enough as it is", () => {
    expect(shadesOf("#3547B8")[6]).toBe("#3547b8");
  });
});
