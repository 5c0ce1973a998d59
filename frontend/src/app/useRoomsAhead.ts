// Fetches the rooms, code and first rows, while nobody waits for them, so that a touch on one shows it at once.
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { useViewer } from "~/session/SessionProvider";
import { ROOMS } from "./navigation";

const WAYS = [...ROOMS, { to: "/add", needs: "INVITE" }] as const;

/** One after the other whenever the page has nothing else to do; those who save data fetch each room when they open it. */
export function useRoomsAhead(): void {
  const router = useRouter();
  const { permissions } = useViewer();
  useEffect(() => {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (connection?.saveData) return;
    const rooms = WAYS.filter(({ to, needs }) => permissions.includes(needs) && to !== router.state.location.pathname);
    let stop = () => {};
    const next = () => {
      const room = rooms.shift();
      if (room) stop = whenIdle(() => void router.preloadRoute({ to: room.to }).then(next));
    };
    next();
    return () => {
      rooms.length = 0;
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
