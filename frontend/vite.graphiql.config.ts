// Builds the API explorer beside the app, by itself: what it shares with the app would make the app's pages larger.
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { squeezedAssets } from "./squeeze.plugin.ts";

export default defineConfig({
  plugins: [react(), squeezedAssets()],
  publicDir: false,
  // Its fonts are data: addresses, which the content policy refuses; those of the system do.
  css: { postcss: { plugins: [{ postcssPlugin: "no-fonts", AtRule: { "font-face": (rule) => void rule.remove() } }] } },
  build: {
    target: "es2022",
    emptyOutDir: false,
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: ["graphiql.html"],
      onLog: (level, log, handle) => {
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") handle(level, log);
      },
    },
  },
});
