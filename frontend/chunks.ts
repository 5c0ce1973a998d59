// Which files the app is built into: what a first page needs comes in few of them, since each is a journey of its own.
import { build, type Rollup, type UserConfig } from "vite";

const page = (name: string) => `/app/pages/${name}Page.tsx`;
/** What somebody sees first: either entry, the page that follows most often, and the small pages, which none of the large may burden. */
const FIRST = {
  app: ["index.html"],
  door: ["learn.html"],
  home: [page("Home")],
  small: ["SignIn", "Join", "Forgot", "Reset", "My"].map(page),
};

/** A file for the modules that the same first pages need, instead of one for each way in which pages share them. */
export async function groups(config: UserConfig) {
  const names = await fileOfEachModule(config);
  return [{ name: (id: string) => names.get(id) ?? null, includeDependenciesRecursively: false }];
}

/** By building once without: only then is it known what is left of each module's imports. */
async function fileOfEachModule(config: UserConfig): Promise<Map<string, string>> {
  const built = (await build({ ...config, configFile: false, logLevel: "error", build: { ...config.build, write: false, minify: false } })) as Rollup.RolldownOutput;
  const chunks = built.output.filter((one) => one.type === "chunk");
  const byFile = new Map(chunks.map((one) => [one.fileName, one]));
  const names = new Map<string, string>();
  for (const [first, ends] of Object.entries(FIRST)) {
    const entries = chunks.filter(({ facadeModuleId }) => ends.some((end) => facadeModuleId?.endsWith(end)));
    if (entries.length !== ends.length) throw new Error(`something of ${ends.join(", ")} is not built`);
    for (const id of needed(entries, byFile)) names.set(id, names.has(id) ? `${names.get(id)}-${first}` : first);
    for (const { facadeModuleId } of entries) names.delete(facadeModuleId ?? "");
  }
  return names;
}

/** The modules of these chunks and of all that they import. */
function needed(entries: Rollup.OutputChunk[], byFile: Map<string, Rollup.OutputChunk>): Set<string> {
  const seen = new Set<Rollup.OutputChunk>();
  const waiting = [...entries];
  for (let chunk = waiting.pop(); chunk !== undefined; chunk = waiting.pop()) {
    if (seen.has(chunk)) continue;
    seen.add(chunk);
    waiting.push(...chunk.imports.flatMap((name) => byFile.get(name) ?? []));
  }
  return new Set([...seen].flatMap(({ moduleIds }) => moduleIds));
}
