// Builds two entries: the admin app (index.html) and the learner's small pages (learn.html).
import react from "@vitejs/plugin-react";
import type { UserConfig } from "vite";
import { defineConfig } from "vitest/config";
import { compiledCatalogs } from "./catalogs.plugin.ts";
import { groups } from "./chunks.ts";
import { documentManifest } from "./documents.plugin.ts";
import { squeezedAssets } from "./squeeze.plugin.ts";

const server = process.env.USHER_URL ?? "http://127.0.0.1:8000";
// An entry holds nothing that another page needs: whoever loads it starts it.
const entries = { input: ["index.html", "learn.html"], preserveEntrySignatures: "strict" as const };
const app: UserConfig = {
  plugins: [react(), compiledCatalogs()],
  resolve: { alias: { "~": new URL("./src", import.meta.url).pathname } },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    // An inlined asset would be a data: address, which the content policy allows for images only.
    assetsInlineLimit: 0,
    rolldownOptions: entries,
  },
};

export default defineConfig(async ({ command }) => ({
  ...app,
  plugins: [app.plugins, documentManifest(), squeezedAssets()],
  build: {
    ...app.build,
    rolldownOptions: { ...entries, output: command === "build" ? { codeSplitting: { groups: await groups(app) } } : {} },
  },
  server: { proxy: { "/graphql": { target: server, ws: true }, "/downloads": server, "/uploads": server, "/letters": server } },
  test: { include: ["src/**/*.test.ts"] },
}));
