// Makes ten readable shades out of one brand colour, whatever colour a workspace chose.

/** Lightness in OKLCH of shades 0-9; shade 6 fills buttons and carries white text at 4.5:1 or better. */
const LIGHTNESS = [0.972, 0.936, 0.878, 0.806, 0.728, 0.64, 0.5, 0.44, 0.37, 0.29] as const;
const CHROMA = [0.12, 0.26, 0.48, 0.72, 0.9, 1, 1, 0.95, 0.85, 0.7] as const;

export type Shades = [string, string, string, string, string, string, string, string, string, string];

/** Ten shades of a `#rrggbb` colour, light to dark; a dark brand colour is kept as it is for shade 6. */
export function shadesOf(hex: string): Shades {
  const { lightness, chroma, hue } = toOklch(hex);
  return LIGHTNESS.map((step, index) => {
    if (index === 6 && lightness <= step && lightness > 0.3) return hex.toLowerCase();
    return fromOklch(step, Math.min(chroma, 0.21) * (CHROMA[index] ?? 1), hue);
  }) as Shades;
}

/** WCAG contrast of two `#rrggbb` colours, from 1 to 21. */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].toSorted((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(hex: string): number {
  const [red, green, blue] = toLinear(hex);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function toLinear(hex: string): [number, number, number] {
  return [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
}

function toOklch(hex: string) {
  const [red, green, blue] = toLinear(hex);
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  const a = 1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s;
  const b = 0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s;
  const lightness = 0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s;
  return { lightness, chroma: Math.hypot(a, b), hue: Math.atan2(b, a) };
}

function fromOklch(lightness: number, chroma: number, hue: number): string {
  // Colours outside sRGB are greyed until they fit, so that hue and lightness stay true.
  for (let kept = chroma; ; kept -= 0.004) {
    const channels = toRgb(lightness, Math.max(kept, 0), hue);
    if (kept <= 0 || channels.every((value) => value >= -0.0005 && value <= 1.0005)) return toHex(channels);
  }
}

function toRgb(lightness: number, chroma: number, hue: number): number[] {
  const [a, b] = [chroma * Math.cos(hue), chroma * Math.sin(hue)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  return [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ];
}

function toHex(channels: number[]): string {
  return `#${channels.map(toByte).join("")}`;
}

function toByte(channel: number): string {
  const clipped = Math.min(Math.max(channel, 0), 1);
  const curved = clipped <= 0.0031308 ? 12.92 * clipped : 1.055 * clipped ** (1 / 2.4) - 0.055;
  return Math.round(curved * 255).toString(16).padStart(2, "0");
}
