// Unpacks the Chromium of an npm package into the folder given, with the libraries it needs.
import { createRequire } from "node:module";
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [folder, frontend] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
process.env.TMPDIR = folder;
process.env.AWS_EXECUTION_ENV = "AWS_Lambda_nodejs20.x"; // the package brings libnss3 and others only where it sees this

const entry = createRequire(pathToFileURL(`${frontend}/package.json`)).resolve("@sparticuz/chromium");
const { default: chromium } = await import(pathToFileURL(entry));
await chromium.executablePath();
