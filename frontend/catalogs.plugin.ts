// Compiles the catalogs' ICU messages when the app is built, so that no page carries a parser of them.
import compile from "icu-minify/compile";
import type { Plugin } from "vite";

type Tree = { [key: string]: string | Tree };

const CATALOG = /\/src\/i18n\/(\w\w)\/\w+\.json$/;

function compiled(tree: Tree, word: (text: string) => string): object {
  const entries = Object.entries(tree);
  return Object.fromEntries(entries.map(([key, value]) => [key, typeof value === "string" ? compile(word(value)) : compiled(value, word)]));
}

/** French puts a space before these signs, and no line may break there. */
const french = (text: string) => text.replace(/ (?=[:;!?»])|(?<=«) /g, "\u00a0");
/** No line may break within the one German word that is written with a hyphen on every screen. */
const german = (text: string) => text.replaceAll("E-Mail", "E\u2011Mail");
const WORDS: Record<string, (text: string) => string> = { fr: french, de: german };
const asItIs = (text: string) => text;

/** Replaces each message by what the small formatter of use-intl reads. */
export function compiledCatalogs(): Plugin {
  return {
    name: "compiled-catalogs",
    enforce: "pre",
    config: () => ({ resolve: { alias: { "use-intl/format-message": "use-intl/format-message/format-only" } } }),
    transform: (code, id) => {
      const language = CATALOG.exec(id)?.[1];
      return language ? { code: JSON.stringify(compiled(JSON.parse(code) as Tree, WORDS[language] ?? asItIs)), map: null } : undefined;
    },
  };
}
