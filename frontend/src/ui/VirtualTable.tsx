// A table of any length that draws only the rows in view; on a phone each row is a card.
import { Skeleton, Text } from "@mantine/core";
import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, startTransition, useEffect, useLayoutEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { COUNTED } from "~/lib/pageStore";
import type { Pages } from "~/lib/usePages";
import { Refused } from "./Refused";
import classes from "./VirtualTable.module.css";
import { Waiting } from "./Waiting";

export interface Column<Row> {
  name: string;
  /** Its share of the width, as a CSS grid track. */
  width: string;
  cell: (row: Row) => ReactNode;
  /** Repeats the column's name on a phone, where no head stands over the value. */
  labelled?: boolean;
  /** What can be done with the row: on a phone it stands in the upper corner of the card. */
  action?: boolean;
}

interface VirtualTableProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  pages: Pages<Row>;
  rowKey: (row: Row) => string;
  empty: ReactNode;
}

const ROW_HEIGHT = 56;
const CARD_HEIGHT = 92;
const OVERSCAN = 8;

/** The rows of a connection; `empty` is shown where there is none. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { pages } = props;
  const refused = pages.refusal ? <Refused refusal={pages.refusal} onRetry={pages.retry} /> : null;
  if (refused && !pages.outdated) return refused;
  if (pages.total === null) return <Waiting rows={6} height={32} />;
  return (
    <>
      {refused}
      {pages.total === 0 ? props.empty : <Rows {...props} total={pages.total} />}
    </>
  );
}

function Rows<Row>({ label, columns, pages, rowKey, total }: VirtualTableProps<Row> & { total: number }) {
  const t = useTranslations("table");
  const list = useRef<HTMLDivElement>(null);
  const top = useTop(list);
  const overscan = useOverscan();
  // Read once: it is asked for each of a hundred thousand rows, and the window's width is slow to read.
  const height = window.innerWidth < 768 ? CARD_HEIGHT : ROW_HEIGHT;
  const virtual = useWindowVirtualizer({
    count: total,
    estimateSize: () => height,
    overscan,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { show } = pages;
  useEffect(() => show(first, last), [show, first, last]);
  const template = columns.map((column) => column.width).join(" ");
  return (
    <div role="table" aria-label={label} aria-rowcount={total + 1} className={classes.table}>
      <div role="rowgroup">
        <div role="row" aria-rowindex={1} className={classes.head} style={{ gridTemplateColumns: template }}>
          {columns.map((column) => (
            <div key={column.name} role="columnheader">
              {column.name}
            </div>
          ))}
        </div>
      </div>
      <div ref={list} role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = pages.at(item.index);
          return (
            <OneRow
              key={row === undefined ? item.key : rowKey(row)}
              row={row}
              columns={columns}
              template={template}
              index={item.index}
              start={item.start - top}
              measure={virtual.measureElement}
            />
          );
        })}
      </div>
      <Text size="sm" c="dimmed" className={classes.foot} role="presentation">
        {total > COUNTED ? t("many", { count: COUNTED }) : t("total", { count: total })}
      </Text>
    </div>
  );
}

interface OneRowProps<Row> {
  row: Row | undefined;
  columns: readonly Column<Row>[];
  template: string;
  index: number;
  /** Pixels below the head. */
  start: number;
  measure: (element: HTMLElement | null) => void;
}

// Drawn anew only where something in it is new: scrolling and measuring draw the table again and again.
const OneRow = memo(function OneRow<Row>({ row, columns, template, index, start, measure }: OneRowProps<Row>) {
  return (
    <div
      ref={measure}
      data-index={index}
      role="row"
      aria-rowindex={index + 2}
      className={classes.row}
      style={{ gridTemplateColumns: template, transform: `translateY(${start}px)` }}
    >
      {columns.map((column) => (
        <div key={column.name} role="cell" className={classes.cell} data-label={column.labelled ? column.name : undefined} data-action={column.action || undefined}>
          {row === undefined ? <Skeleton height={14} width="60%" /> : column.cell(row)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: OneRowProps<Row>) => ReactNode;

/** How many rows stand ready beyond those in view: none until these are seen, for nobody waits for the others. */
function useOverscan(): number {
  const [overscan, setOverscan] = useState(0);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setOverscan(OVERSCAN)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return overscan;
}

/** How far down the page the list begins; what stands above it may grow. */
function useTop(list: React.RefObject<HTMLDivElement | null>): number {
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = () => setTop((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    measure();
    const watcher = new ResizeObserver(measure);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, [list]);
  return top;
}
