// Lists every document of the app by its SHA-256: what the server holds requests against where only trusted ones are taken.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const CALL = /(?:\bconst (\w+) = )?\bgraphql(?:Text)?\(\s*`([^`]+)`(?:,\s*\[([^\]]*)\])?/g;
const FRAGMENT = /^\s*fragment\b/;

interface Found {
  text: string;
  parts: string[];
}

/** Each operation of these sources with the fragments that it spreads, by its hash. */
export function manifestOf(sources: string[]): Record<string, string> {
  const found = sources.flatMap((source) => [...source.matchAll(CALL)]).map(([, name = "", text = "", list = ""]) => ({ name, text, parts: list.split(",").map((one) => one.trim()).filter(Boolean) }));
  const fragments = new Map<string, Found>(found.filter(({ text }) => FRAGMENT.test(text)).map((one) => [one.name, one]));
  const operations = found.filter(({ text }) => !FRAGMENT.test(text)).map((one) => [one.text, ...spread(one.parts, fragments)].join("\n"));
  return Object.fromEntries(operations.map((text) => [createHash("sha256").update(text).digest("hex"), text]));
}

/** The texts of fragments and of those within them, each once. */
function spread(names: string[], fragments: Map<string, Found>): string[] {
  const needed = new Set<string>();
  const waiting = [...names];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    waiting.push(...(fragments.get(name)?.parts ?? []));
  }
  return [...needed].map((name) => fragments.get(name)?.text ?? "");
}

/** Writes `documents.json` beside the pages. */
export function documentManifest(): Plugin {
  return {
    name: "document-manifest",
    apply: "build",
    generateBundle() {
      const names = readdirSync("src", { recursive: true, encoding: "utf8" }).filter((name) => /(?<!\.test)\.tsx?$/.test(name));
      const sources = names.map((name) => readFileSync(join("src", name), "utf8"));
      this.emitFile({ type: "asset", fileName: "documents.json", source: JSON.stringify(manifestOf(sources)) });
    },
  };
}
