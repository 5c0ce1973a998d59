// Which files the app is built into: what a first page needs comes in few of them, since each is a journey of its own.
import { build, type Rollup, type UserConfig } from "vite";

const page = (name: string) => `/app/pages/${name}Page.tsx`;

/** What somebody sees first: either entry, or pages that follow one (`after`) and need not be told what it has brought. */
const FIRST: Record<string, { ends: string[]; after?: string; weight: number }> = {
  app: { ends: ["index.html"], weight: 4 },
  door: { ends: ["learn.html"], weight: 5 },
  home: { ends: [page("Home")], after: "app", weight: 2 },
  small: { ends: ["SignIn", "Join", "Forgot", "Reset", "My"].map(page), after: "door", weight: 1 },
};
/** What starts an app when it is loaded stands alone, and so do the styles of the small pages. */
const STARTING = /\.html$|\/app\/(main\.tsx|learner\.tsx|learner\.css)$/;

/** A file for the modules that the same first pages need, instead of one for each way in which pages share them. */
export async function groups(config: UserConfig) {
  const names = await fileOfEachModule(config);
  return [...new Set(names.values())].map((name) => ({ name, priority: weight(name), test: (id: string) => names.get(id) === name }));
}

/** A file takes along what its modules import: so what more pages need, and stands by then, goes first. */
const weight = (name: string) => name.split("-").reduce((sum, first) => sum + (FIRST[first]?.weight ?? 0), 0);

/** By building once without: only then is it known what is left of each module's imports. */
async function fileOfEachModule(config: UserConfig): Promise<Map<string, string>> {
  const built = (await build({ ...config, configFile: false, logLevel: "error", build: { ...config.build, write: false, minify: false } })) as Rollup.RolldownOutput;
  const chunks = built.output.filter((one) => one.type === "chunk");
  const needing = new Map<string, string[]>();
  for (const [name, { ends, after }] of Object.entries(FIRST)) {
    const entries = chunks.filter(({ facadeModuleId }) => ends.some((end) => facadeModuleId?.endsWith(end)));
    if (entries.length !== ends.length) throw new Error(`something of ${ends.join(", ")} is not built`);
    const pages = new Set(entries.map(({ facadeModuleId }) => facadeModuleId));
    for (const id of modulesOf(entries, chunks)) {
      const known = needing.get(id) ?? [];
      if (!pages.has(id) && !STARTING.test(id) && !(after && known.includes(after))) needing.set(id, [...known, name]);
    }
  }
  return new Map([...needing].map(([id, names]) => [id, names.join("-")]));
}

/** The modules of these chunks and of all that they import. */
function modulesOf(entries: Rollup.OutputChunk[], chunks: Rollup.OutputChunk[]): Set<string> {
  const byFile = new Map(chunks.map((one) => [one.fileName, one]));
  const seen = new Set<Rollup.OutputChunk>();
  const waiting = [...entries];
  for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) {
    if (seen.has(chunk)) continue;
    seen.add(chunk);
    waiting.push(...chunk.imports.flatMap((name) => byFile.get(name) ?? []));
  }
  return new Set([...seen].flatMap(({ moduleIds }) => moduleIds));
}
