// Every intake: who brought whom in, by which door, when, what it became, and the way to take it back.
import { Button, Text } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { TakeBack } from "~/ui/TakeBack";
import { useDoorName } from "~/ui/useDoorName";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { type Batch, BATCHES } from "./documents";

const pick = (data: ResultOf<typeof BATCHES>) => data.batches;
const NO_FILTER = {};

/** Newest first. */
export function IntakesList() {
  const t = useTranslations("intakes");
  const pages = usePages(BATCHES, NO_FILTER, pick);
  const [undone, undo] = useState<Batch | null>(null);
  return (
    <Panel flush>
      <VirtualTable label={t("title")} columns={useColumns(undo)} pages={pages} rowKey={(row) => row.id} empty={<EmptyState drawing={PATHS.mail} title={t("empty")} text={t("emptyText")} />} />
      {undone === null ? null : <TakeBack batchId={undone.id} onClose={() => undo(null)} />}
    </Panel>
  );
}

function useColumns(undo: (batch: Batch) => void): Column<Batch>[] {
  const t = useTranslations("intakes");
  const door = useDoorName();
  const format = useFormatter();
  const when = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium", timeStyle: "short" });
  return [
    {
      name: t("door"),
      width: "minmax(0, 1.6fr)",
      cell: (row) => (
        <>
          <TextLink to="/settings/intakes/$id" params={{ id: row.id }} fw={600} size="sm" c="inherit">
            {door(row.operation)}
          </TextLink>
          <Text size="sm" c="dimmed">
            {row.createdBy ? displayName(row.createdBy) : t("system")}
          </Text>
        </>
      ),
    },
    { name: t("when"), width: "minmax(0, 1.1fr)", cell: (row) => <Text size="sm">{when(row.createdAt)}</Text> },
    {
      name: t("became"),
      width: "minmax(0, 1.4fr)",
      cell: (row) => (
        <Text size="sm" c="dimmed">
          {t("rows", { total: row.counts.total, refused: row.counts.refused })}
        </Text>
      ),
    },
    {
      name: t("undo"),
      width: "11rem",
      cell: (row) =>
        row.undoneAt ? (
          <Text size="sm" c="dimmed">
            {t("undoneOn", { when: when(row.undoneAt) })}
          </Text>
        ) : (
          <Button variant="default" size="sm" aria-label={t("undoOf", { door: door(row.operation), when: when(row.createdAt) })} onClick={() => undo(row)}>
            {t("undo")}
          </Button>
        ),
    },
  ];
}
