// The sessions of a program by their start, a hundred at a time.
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import { MORE_SESSIONS, type Program } from "./documents";

interface ProgramSessionsProps {
  programId: string;
  sessions: Program["sessions"];
  /** How many stand before these. */
  before?: number;
}

/** One page, and the way to the next. */
export function ProgramSessions({ programId, sessions, before = 0 }: ProgramSessionsProps) {
  const shown = before + sessions.nodes.length;
  const { hasNextPage, endCursor } = sessions.pageInfo;
  return (
    <>
      <Rows empty="">
        {sessions.nodes.map((session) => (
          <SessionRow key={session.id} session={session} count={session.registrationCount} />
        ))}
      </Rows>
      {hasNextPage ? <More programId={programId} after={endCursor} before={shown} total={sessions.totalCount} /> : null}
    </>
  );
}

function More({ programId, after, before, total }: { programId: string; after: string | null; before: number; total: number }) {
  const t = useTranslations("programs");
  const [wanted, setWanted] = useState(false);
  const [{ data, error, fetching }, ask] = useQuery({ query: MORE_SESSIONS, variables: { id: programId, after }, pause: !wanted });
  const found = data?.node?.__typename === "Program" ? data.node.sessions : null;
  const place = useRef<HTMLDivElement>(null);
  const here = found !== null;
  useEffect(() => {
    if (here) place.current?.focus({ preventScroll: true }); // the button that was pressed is gone
  }, [here]);
  if (error && !found) return <Refused refusal={refusalOf(error)} onRetry={() => ask({ requestPolicy: "network-only" })} />;
  if (!found) {
    return (
      <Button variant="default" mt="md" loading={fetching} onClick={() => setWanted(true)}>
        {t("moreSessions", { count: total - before })}
      </Button>
    );
  }
  return (
    <div ref={place} tabIndex={-1}>
      <ProgramSessions programId={programId} sessions={found} before={before} />
    </div>
  );
}
