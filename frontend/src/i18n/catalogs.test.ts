// Every catalog must say the same things with the same arguments, and be readable ICU.
import { IntlMessageFormat } from "intl-messageformat";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "./languages";

type Tree = { [key: string]: string | Tree };
type Element = { type: number; value?: string; options?: Record<string, { value: Element[] }> };

const files = import.meta.glob<{ default: Tree }>("./*/*.json", { eager: true });
const PARTS = ["shared", "admin", "learner"];
const PLAIN_TEXT = 0;
const PLURAL_NUMBER = 7;

function flat(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

function catalog(language: string, part: string): Map<string, string> {
  return new Map(flat(files[`./${language}/${part}.json`]?.default ?? {}));
}

/** The names of the arguments of a message, those inside plurals too. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  const walk = (elements: Element[]) => {
    for (const element of elements) {
      if (element.type !== PLAIN_TEXT && element.type !== PLURAL_NUMBER) names.add(element.value ?? "");
      for (const option of Object.values(element.options ?? {})) walk(option.value);
    }
  };
  walk(new IntlMessageFormat(message, "en").getAst() as Element[]);
  return [...names].toSorted();
}

describe.each(PARTS)("the %s catalogs", (part) => {
  const english = catalog("en", part);

  it.each(LANGUAGES)("%s has the keys of English, in the same order", (language) => {
    expect([...catalog(language, part).keys()]).toEqual([...english.keys()]);
  });

  it.each(LANGUAGES)("%s takes the same arguments and leaves nothing empty", (language) => {
    const messages = [...catalog(language, part)];
    const empty = messages.filter(([, message]) => message.trim() === "");
    const others = messages.filter(([key, message]) => `${argumentsOf(message)}` !== `${argumentsOf(english.get(key) ?? "")}`);
    expect([empty, others]).toEqual([[], []]);
  });
});

it.each([["admin"], ["learner"]])("no chapter of %s hides one of the shared catalog", (part) => {
  const shared = Object.keys(files["./en/shared.json"]?.default ?? {});
  const own = Object.keys(files[`./en/${part}.json`]?.default ?? {});
  expect(own.filter((chapter) => shared.includes(chapter))).toEqual([]);
});
