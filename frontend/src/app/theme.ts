// Tunes Mantine for contrast in light and dark, and wears the workspace's brand colour.
import { createTheme, type CSSVariablesResolver, type MantineTheme } from "@mantine/core";
import { shadesOf, type Shades } from "~/lib/color";

export const DEFAULT_BRAND = "#1f5fae";

const gray: Shades = [
  "#f7f8fa", "#f0f2f5", "#e5e8ed", "#d5dae2", "#b9c0cb", "#848d9b", "#5e6878", "#4d5665", "#353d4a", "#1c222c",
];
const dark: Shades = [
  "#e8eaef", "#c3c8d2", "#a2a9b7", "#858d9d", "#3d4452", "#2c323d", "#21262f", "#1a1e26", "#12151b", "#0c0e12",
];

/** The theme of a workspace with this brand colour (`#rrggbb`); `layers` selects where portals are drawn. */
export function themeOf(brand: string, layers?: string) {
  return createTheme({
    colors: {
      brand: shadesOf(brand),
      gray,
      dark,
      red: shadesOf("#c92a3b"),
      amber: shadesOf("#a15c00"),
      green: shadesOf("#1f7a43"),
    },
    primaryColor: "brand",
    primaryShade: { light: 6, dark: 6 },
    autoContrast: true,
    luminanceThreshold: 0.18,
    black: "#161b24",
    fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Helvetica Neue', sans-serif",
    defaultRadius: "md",
    cursorType: "pointer",
    respectReducedMotion: true,
    // Plain objects rather than `Modal.extend(…)`: a small page must not load components it never shows.
    components: {
      InputWrapper: { defaultProps: { inputWrapperOrder: ["label", "description", "input", "error"] } },
      Loader: { defaultProps: { type: "oval" } },
      Modal: { defaultProps: { radius: "lg", centered: true } },
      Paper: { defaultProps: { radius: "lg" } },
      ...(layers === undefined ? {} : { Portal: { defaultProps: { target: layers } } }),
    },
  });
}

const TINTED = ["brand", "red", "amber", "green", "gray"];

/** The grounds and words of badges and notices: pale on light pages, a breath of colour on dark ones. */
function tints(theme: MantineTheme, scheme: "light" | "dark"): Record<string, string> {
  const pairs = TINTED.flatMap((name) => {
    const shades = theme.colors[name] ?? [];
    const ground = scheme === "light" ? shades[0] : `color-mix(in srgb, ${shades[5]} 20%, transparent)`;
    const hover = scheme === "light" ? shades[1] : `color-mix(in srgb, ${shades[5]} 28%, transparent)`;
    const words = scheme === "light" ? shades[7] : shades[name === "gray" ? 2 : 3];
    return [["light", ground], ["light-hover", hover], ["light-color", words]].map(
      ([part, value]) => [`--mantine-color-${name}-${part}`, value ?? ""] as const,
    );
  });
  return Object.fromEntries(pairs);
}

/** Replaces the pairs of Mantine's colours that fail WCAG AA. */
export const readableVariables: CSSVariablesResolver = (theme) => ({
  variables: {},
  light: {
    ...tints(theme, "light"),
    "--mantine-color-dimmed": theme.colors.gray[6],
    "--mantine-color-placeholder": theme.colors.gray[6],
    "--mantine-color-error": theme.colors.red[6],
    "--mantine-color-default-border": theme.colors.gray[4],
    "--usher-page": theme.colors.gray[0],
    "--usher-line": theme.colors.gray[2],
    "--usher-field-line": theme.colors.gray[5],
    "--usher-hover": theme.colors.gray[1],
  },
  dark: {
    ...tints(theme, "dark"),
    "--mantine-color-dimmed": theme.colors.dark[2],
    "--mantine-color-placeholder": theme.colors.dark[2],
    "--mantine-color-error": theme.colors.red[4],
    "--usher-page": theme.colors.dark[8],
    "--usher-line": theme.colors.dark[5],
    "--usher-field-line": theme.colors.dark[3],
    "--usher-hover": theme.colors.dark[6],
  },
});
