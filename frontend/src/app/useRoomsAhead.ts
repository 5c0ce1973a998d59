// Fetches the code of the rooms while nobody waits for it, so that a touch on one shows it at once.
import { useRouter } from "@tanstack/react-router";
import { useEffect } from "react";
import { ROOMS } from "./navigation";

const QUIET_MS = 1500; // after the first page: its own questions go first

/** For the frame of the app; those who save data fetch each room when they open it. */
export function useRoomsAhead(): void {
  const router = useRouter();
  useEffect(() => {
    const { connection } = navigator as { connection?: { saveData?: boolean } };
    if (connection?.saveData) return;
    const timer = setTimeout(() => {
      for (const { to } of ROOMS) void router.preloadRoute({ to });
    }, QUIET_MS);
    return () => clearTimeout(timer);
  }, [router]);
}
