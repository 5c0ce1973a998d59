// Dresses a page: theme, colour scheme of the system or the person, styles that the content policy lets in.
import { MantineProvider } from "@mantine/core";
import { setNonce } from "get-nonce";
import { type ReactNode, useMemo } from "react";
import { DEFAULT_BRAND, readableVariables, themeOf } from "./theme";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
setNonce(nonce);

interface ThemeProviderProps {
  brandColor?: string | null | undefined;
  /** Where menus, calendars and dialogs are drawn: within a landmark, so that a screen reader finds them. */
  layers?: string;
  children: ReactNode;
}

/** Gives its children the theme of a workspace. */
export function ThemeProvider(props: ThemeProviderProps) {
  const brand = /^#[0-9a-f]{6}$/i.test(props.brandColor ?? "") ? (props.brandColor as string) : DEFAULT_BRAND;
  const { layers } = props;
  const theme = useMemo(() => themeOf(brand, layers), [brand, layers]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={readableVariables}
      defaultColorScheme="auto"
      getStyleNonce={() => nonce}
    >
      {props.children}
    </MantineProvider>
  );
}
