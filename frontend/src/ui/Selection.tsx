// Ticking rows of a list: which are ticked, the box before each, and the bar of what can be done with them.
import { Button, Checkbox, Group, Text } from "@mantine/core";
import { type ReactNode, useMemo, useState } from "react";
import { useTranslations } from "use-intl";
import classes from "./Selection.module.css";
import type { Column } from "./VirtualTable";

export interface Selection<Row> {
  rows: ReadonlyMap<string, Row>;
  toggle: (id: string, row: Row) => void;
  set: (rows: ReadonlyMap<string, Row>) => void;
  clear: () => void;
}

/** The ticked rows by id, kept while the list is scrolled and searched. */
export function useSelection<Row>(): Selection<Row> {
  const [rows, setRows] = useState<ReadonlyMap<string, Row>>(new Map());
  return useMemo(
    () => ({
      rows,
      toggle: (id, row) =>
        setRows((now) => {
          const next = new Map(now);
          if (!next.delete(id)) next.set(id, row);
          return next;
        }),
      set: setRows,
      clear: () => setRows(new Map()),
    }),
    [rows],
  );
}

const anyone = () => true;

/** The same column with a box to tick before its words, where one may. */
export function ticked<Row extends { id: string }>(column: Column<Row>, selection: Selection<Row>, nameOf: (row: Row) => string, mayTick: (row: Row) => boolean = anyone): Column<Row> {
  return {
    ...column,
    cell: (row) => (
      <div className={classes.cell}>
        {mayTick(row) ? <Checkbox aria-label={nameOf(row)} checked={selection.rows.has(row.id)} onChange={() => selection.toggle(row.id, row)} /> : null}
        <div className={classes.words}>{column.cell(row)}</div>
      </div>
    ),
  };
}

/** Stays in view at the foot of the window while anything is ticked. */
export function SelectionBar({ count, onClear, children }: { count: number; onClear: () => void; children: ReactNode }) {
  const t = useTranslations("selection");
  if (count === 0) return null;
  return (
    <div className={classes.bar} role="region" aria-label={t("label")}>
      <Text fw={600} size="sm" role="status">
        {t("count", { count })}
      </Text>
      <Group gap="xs">
        {children}
        <Button variant="subtle" color="gray" size="sm" onClick={onClear}>
          {t("clear")}
        </Button>
      </Group>
    </div>
  );
}
