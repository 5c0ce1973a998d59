// Lays each file of the build beside itself once more, squeezed: nothing is left to do when it is asked for.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const TEXT = /\.(?:js|css|svg)$/;
const WORTH_BYTES = 1000;

/** Writes `.br` and `.gz` for every asset that gets smaller by it. */
export function squeezedAssets(): Plugin {
  let folder = "";
  return {
    name: "squeezed-assets",
    apply: "build",
    configResolved: (config) => {
      folder = join(config.root, config.build.outDir, config.build.assetsDir);
    },
    closeBundle: () => {
      for (const name of readdirSync(folder).filter((one) => TEXT.test(one))) {
        const file = join(folder, name);
        if (existsSync(`${file}.br`)) continue; // by the build before this one: what a name holds never changes
        const bytes = readFileSync(file);
        if (bytes.length < WORTH_BYTES) continue;
        writeFileSync(`${file}.br`, brotliCompressSync(bytes));
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
      }
    },
  };
}
