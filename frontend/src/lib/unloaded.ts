// Parts of the app that could not be fetched: told from other errors, and fetched anew where that can help.

/** How browsers and the build's own loader name it. */
const NAMES = /dynamically imported module|module script|preload CSS/i;
const LAST = "loaded-anew";
const PAUSE_MS = 60_000;

/** A page's part, by an error of our own: for the name of a browser's the router would reload at once, without a network too. */
export async function part<Module>(loading: Promise<Module>): Promise<Module> {
  return loading.catch((cause: unknown) => {
    throw new Error("a part of the app can't be had", { cause });
  });
}

/** Whether it is that a part could not be fetched. */
export function isUnloaded(error: unknown): boolean {
  return error instanceof Error && (NAMES.test(error.message) || isUnloaded(error.cause));
}

/** Tells the console what an error page shows, but for parts that are missing: the network's own line is there. */
export function report(error: unknown): void {
  if (!isUnloaded(error)) console.error(error);
}

/** Loads the page again where a part of it is missing though the server answers, as after a release; once in a while only. */
export async function loadAnew(error: unknown): Promise<void> {
  if (!isUnloaded(error) || !navigator.onLine || Date.now() - lastTime() < PAUSE_MS) return;
  const answer = await fetch("/", { method: "HEAD" }).catch(() => null);
  if (answer?.ok !== true) return;
  sessionStorage.setItem(LAST, String(Date.now()));
  window.location.reload();
}

/** A browser that refuses its store can't tell one reload from the next, and is spared them. */
function lastTime(): number {
  try {
    return Number(sessionStorage.getItem(LAST) ?? 0);
  } catch {
    return Date.now();
  }
}
