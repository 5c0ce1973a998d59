// Every catalog must say the same things with the same arguments, and be readable ICU.
import compile from "icu-minify/compile";
import { describe, expect, it } from "vitest";
import { LANGUAGES } from "./languages";

type Tree = { [key: string]: string | Tree };

const files = import.meta.glob<string>("./*/*.json", { eager: true, query: "?raw", import: "default" });
const AREAS = ["accounts", "dashboard", "people", "rooms", "settings"];
const PARTS = ["shared", "admin", "learner", ...AREAS];

function tree(language: string, part: string): Tree {
  return JSON.parse(files[`./${language}/${part}.json`] ?? "{}") as Tree;
}

function flat(branch: Tree, path = ""): [string, string][] {
  return Object.entries(branch).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${path}${key}`, value] as [string, string]] : flat(value, `${path}${key}.`),
  );
}

/** The names of the arguments of a compiled message, those inside plurals too. */
function namesIn(compiled: unknown): string[] {
  if (!Array.isArray(compiled)) return [];
  const nodes = compiled.filter(Array.isArray);
  const inside = nodes.flatMap(([, , options]) => Object.values(options ?? {}).flatMap(namesIn));
  return nodes.map(([name]) => String(name)).concat(inside);
}

function argumentsOf(message: string): string {
  return [...new Set(namesIn(compile(message)))].toSorted().join();
}

it("finds arguments wherever they stand", () => {
  expect(argumentsOf("{b}: {n, plural, one {{a}} other {# of {c}}}")).toBe("a,b,c,n");
});

describe.each(PARTS)("the %s catalogs", (part) => {
  const english = new Map(flat(tree("en", part)));

  it.each(LANGUAGES)("%s has the keys of English, in the same order", (language) => {
    expect(flat(tree(language, part)).map(([key]) => key)).toEqual([...english.keys()]);
  });

  it.each(LANGUAGES)("%s takes the same arguments and leaves nothing empty", (language) => {
    const messages = flat(tree(language, part));
    const empty = messages.filter(([, message]) => message.trim() === "");
    const others = messages.filter(([key, message]) => argumentsOf(message) !== argumentsOf(english.get(key) ?? ""));
    expect([empty, others]).toEqual([[], []]);
  });
});

it.each(["admin", "learner", ...AREAS])("no message of %s hides one of the catalogs it goes on from", (part) => {
  const before = AREAS.includes(part) ? ["shared", "admin"] : ["shared"];
  const known = new Map(before.flatMap((name) => flat(tree("en", name))));
  expect(flat(tree("en", part)).filter(([key]) => known.has(key))).toEqual([]);
});
