// Keeps the app's shell, and nothing of anybody: without a network the app still opens, and says so.
// Its scripts and styles are kept by the browser itself, for a year: their names change with their content.
const CACHE = "shell-1";
const SHELL = "/";

self.addEventListener("install", (event) => {
  event.waitUntil(keepShell().then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOthers());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.mode === "navigate" && request.destination === "document" && request.method === "GET") event.respondWith(page(request));
});

async function keepShell() {
  const cache = await caches.open(CACHE);
  await cache.add(new Request(SHELL, { cache: "reload" }));
}

/** What an earlier version kept goes. */
async function forgetOthers() {
  const names = (await caches.keys()).filter((name) => name !== CACHE);
  await Promise.all(names.map((name) => caches.delete(name)));
}

/** The page as the server has it, which is kept where it is the app's shell; without a server, the shell. */
async function page(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok && answer.headers.get("x-usher-shell") === "app") await cache.put(SHELL, answer.clone());
    return answer;
  } catch {
    return (await cache.match(SHELL)) ?? Response.error();
  }
}
