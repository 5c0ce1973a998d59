// Dresses a page: theme, colour scheme of the system or the person, styles that the content policy lets in.
import { MantineProvider } from "@mantine/core";
import { setNonce } from "get-nonce";
import { type ReactNode, useMemo } from "react";
import { DEFAULT_BRAND, readableVariables, themeOf } from "./theme";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";
setNonce(nonce);

/** Gives its children the theme of a workspace. */
export function ThemeProvider(props: { brandColor?: string | null | undefined; children: ReactNode }) {
  const brand = /^#[0-9a-f]{6}$/i.test(props.brandColor ?? "") ? (props.brandColor as string) : DEFAULT_BRAND;
  const theme = useMemo(() => themeOf(brand), [brand]);
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
