// The rows of an import: each with its number in the file, its fate, what changes, and what to mend.
import { ActionIcon, NumberInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useState } from "react";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import classes from "./accounts.module.css";
import { ErrorMender } from "./ErrorMender";
import { FateFilter } from "./FateFilter";
import { MISTYPED, shownOf } from "./fates";
import { type Import, IMPORT_ROWS, type ImportRow } from "./importDocuments";
import type { ImportSearch } from "./ImportView";
import { TYPO } from "./likeRows";
import { Details, Fate, Person, Position } from "./rowCells";
import { RowEditor } from "./RowEditor";
import type { Importing } from "./useImport";
import { type RowsToMend, useRowsToMend } from "./useRowsToMend";

const NO_ROWS = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };
const pick = (data: ResultOf<typeof IMPORT_ROWS>) => (data.node?.__typename === "AccountImport" ? data.node.rows : NO_ROWS);

interface ImportGridProps {
  importing: Importing;
  found: Import;
  search: ImportSearch;
  onSearch: (search: ImportSearch) => void;
}

/** What must be mended comes first, until somebody chooses otherwise. */
export function ImportGrid({ importing, found, search, onSearch }: ImportGridProps) {
  const t = useTranslations("import");
  const draft = found.state === "DRAFT";
  const first = draft && found.counts.refused > 0 ? "REFUSED" : undefined;
  const shown = search.fate === undefined ? first : shownOf(search.fate);
  const narrowed = shown === MISTYPED ? { outcome: null, code: TYPO } : { outcome: shown ? [shown] : null, code: null };
  const variables = { id: found.id, fromPosition: search.from ?? null, ...narrowed };
  const pages = usePages(IMPORT_ROWS, variables, pick);
  const [edited, setEdited] = useState<ImportRow | null>(null);
  const toMend = useRowsToMend(found);
  const columns = useColumns(importing, found, toMend, setEdited);
  return (
    <Panel flush title={t("rowsTitle")} actions={<FromRow value={search.from} onChange={(from) => onSearch({ ...search, from })} />}>
      <FateFilter counts={found.counts} mistyped={toMend.mistyped.count} shown={shown} onChange={(chosen) => onSearch({ ...search, fate: chosen ?? "ALL" })} />
      <VirtualTable label={t("rowsTitle")} columns={columns} pages={pages} rowKey={(row) => String(row.position)} empty={<EmptyState drawing={PATHS.check} title={t("noRows")} />} />
      {edited === null ? null : <RowEditor row={edited} importing={importing} columns={found.columns} onClose={() => setEdited(null)} />}
    </Panel>
  );
}

function FromRow({ value, onChange }: { value: number | undefined; onChange: (from: number | undefined) => void }) {
  const t = useTranslations("import");
  const tell = useDebouncedCallback((row: string | number) => onChange(typeof row === "number" && row > 0 ? row : undefined), 300);
  return <NumberInput w={140} aria-label={t("fromRow")} placeholder={t("fromRow")} defaultValue={value ?? ""} min={1} allowDecimal={false} hideControls onChange={tell} />;
}

function useColumns(importing: Importing, found: Import, toMend: RowsToMend, edit: (row: ImportRow) => void): Column<ImportRow>[] {
  const t = useTranslations("import");
  const draft = found.state === "DRAFT";
  const columns: Column<ImportRow>[] = [
    { name: t("row"), width: "3.5rem", labelled: true, cell: (row) => <Position row={row} /> },
    { name: t("person"), width: "minmax(0, 1.4fr)", cell: (row) => <Person row={row} /> },
    { name: t("fate"), width: "8.5rem", cell: (row) => <Fate row={row} /> },
    {
      name: t("details"),
      width: "minmax(0, 2.6fr)",
      cell: (row) => (
        <div className={classes.details}>
          {row.errors.length > 0 ? <ErrorMender row={row} toMend={toMend} importing={importing} editable={draft} /> : null}
          {row.outcome === "REFUSED" ? null : <Details row={row} />}
        </div>
      ),
    },
  ];
  if (!draft) return columns;
  const pencil = (row: ImportRow) => (
    <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("editRow", { row: row.position })} onClick={() => edit(row)}>
      <Icon name="pencil" />
    </ActionIcon>
  );
  return [...columns, { name: t("edit"), width: "2.75rem", cell: pencil }];
}
