// Fetches the rooms, code and first rows, while nobody waits for them, so that a touch on one shows it at once.
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { isUnderway } from "~/graphql/inOrder";
import { useViewer } from "~/session/SessionProvider";
import { roomsOf } from "./navigation";

/** Those under the thumb first. */
function waysOf(permissions: readonly string[]) {
  const rooms = roomsOf((one) => permissions.includes(one));
  const add = permissions.includes("INVITE") ? [{ to: "/add" } as const] : [];
  return [...rooms.filter((room) => !room.inMenu), ...add, ...rooms.filter((room) => room.inMenu)];
}

/** The pages that their rows lead to need only code, since nobody knows which row. */
const PAGES = ["/app/groups/$id", "/app/members/$id", "/app/training/programs/$id"] as const;

/** Whoever waits for an answer waits for nothing else; so does the first page, which has not asked yet when it is framed. */
const PAUSE_MS = 100;

/** One after the other whenever the page has nothing else to do; those who save data fetch each room when they open it. */
export function useRoomsAhead(): void {
  const router = useRouter();
  const { permissions } = useViewer();
  useEffect(() => {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (connection?.saveData) return;
    const here = router.state.location.pathname;
    const rooms = waysOf(permissions).filter(({ to }) => to !== here);
    const steps: (() => Promise<unknown>)[] = [
      ...rooms.map(({ to }) => () => router.preloadRoute({ to })),
      ...PAGES.map((id) => async () => router.loadRouteChunk(router.routesById[id])),
    ];
    let stop = () => {};
    const next = () => {
      if (isUnderway()) return later();
      const step = steps.shift();
      if (step) stop = whenIdle(() => void step().then(next, () => {}));
    };
    const later = () => {
      const timer = setTimeout(next, PAUSE_MS);
      stop = () => clearTimeout(timer);
    };
    later();
    return () => {
      steps.length = 0;
      stop();
    };
  }, [router, permissions]);
}

/** Safari knows no idle time: there it is once the first page has had its own. */
function whenIdle(run: () => void): () => void {
  if ("requestIdleCallback" in window) {
    const asked = requestIdleCallback(run);
    return () => cancelIdleCallback(asked);
  }
  const timer = setTimeout(run, 500);
  return () => clearTimeout(timer);
}
