// One intake: who brought whom in, what each row became, and the way to take it back.
import { Group, Stack, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import type { ResultOf } from "~/graphql/tada";
import { displayName } from "~/lib/names";
import { usePages } from "~/lib/usePages";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { useErrorSentence } from "~/ui/inputErrors";
import { ButtonLink } from "~/ui/links";
import { Notice } from "~/ui/Notice";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { TakeBackButton } from "~/ui/TakeBackButton";
import { useDoorName } from "~/ui/useDoorName";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { Waiting } from "~/ui/Waiting";
import classes from "./accounts.module.css";
import { FateFilter } from "./FateFilter";
import { shownOf, type Shown } from "./fates";
import type { ImportRow } from "./importDocuments";
import { INTAKE, INTAKE_ROWS, type IntakeFacts } from "./intakeDocuments";
import { Details, Fate, Person, Position } from "./rowCells";

const NO_ROWS = { totalCount: 0, nodes: [], pageInfo: { hasNextPage: false } };
const pick = (data: ResultOf<typeof INTAKE_ROWS>) => (data.node?.__typename === "Batch" ? data.node.rows : NO_ROWS);

interface IntakeViewProps {
  id: string;
  /** Which rows are shown, as the address says it. */
  fate: string | undefined;
  onFate: (fate: string | undefined) => void;
}

/** The intake named in the address. */
export function IntakeView({ id, fate, onFate }: IntakeViewProps) {
  const t = useTranslations("intake");
  const [{ data, error }, ask] = useQuery({ query: INTAKE, variables: { id } });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => ask({ requestPolicy: "network-only" })} />;
  if (!data) return <Waiting rows={8} height={32} />;
  if (data.node?.__typename !== "Batch") return <EmptyState drawing={PATHS.mail} title={t("gone")} action={<ButtonLink to="/settings/intakes">{t("back")}</ButtonLink>} />;
  return (
    <Stack gap="lg">
      <Facts found={data.node} />
      <IntakeRows found={data.node} shown={shownOf(fate)} onShown={onFate} />
    </Stack>
  );
}

function Facts({ found }: { found: IntakeFacts }) {
  const t = useTranslations("intake");
  const door = useDoorName();
  const format = useFormatter();
  const when = (value: string) => format.dateTime(new Date(value), { dateStyle: "long", timeStyle: "short" });
  return (
    <Panel title={door(found.operation)} lead={found.createdBy ? t("by", { name: displayName(found.createdBy), when: when(found.createdAt) }) : when(found.createdAt)}>
      {found.undoneAt ? (
        <Notice tone="amber">
          <Text size="sm">{t("wasUndone", { when: when(found.undoneAt) })}</Text>
        </Notice>
      ) : null}
      <Group gap="sm" mt={found.undoneAt ? "md" : 0}>
        <TakeBackButton batchId={found.id} undone={found.undoneAt !== null} />
        {found.importId ? (
          <ButtonLink to="/imports/$id" params={{ id: found.importId }} variant="default">
            {t("toImport")}
          </ButtonLink>
        ) : null}
      </Group>
    </Panel>
  );
}

function IntakeRows({ found, shown, onShown }: { found: IntakeFacts; shown: Shown | undefined; onShown: (shown: Shown | undefined) => void }) {
  const t = useTranslations("import");
  const pages = usePages(INTAKE_ROWS, { id: found.id, outcome: shown === undefined || shown === "MISTYPED" ? null : [shown] }, pick);
  return (
    <Panel flush title={t("rowsTitle")}>
      <FateFilter past counts={found.counts} mistyped={0} shown={shown} onChange={onShown} />
      <VirtualTable label={t("rowsTitle")} columns={useColumns()} pages={pages} rowKey={(row) => String(row.position)} empty={<EmptyState drawing={PATHS.check} title={t("noRows")} />} />
    </Panel>
  );
}

function useColumns(): Column<ImportRow>[] {
  const t = useTranslations("import");
  const past = useTranslations("intake");
  return [
    { name: t("row"), width: "3.5rem", labelled: true, cell: (row) => <Position row={row} /> },
    { name: t("person"), width: "minmax(0, 1.6fr)", cell: (row) => <Person row={row} /> },
    { name: past("became"), width: "8.5rem", cell: (row) => <Fate past row={row} /> },
    { name: t("details"), width: "minmax(0, 2.2fr)", cell: (row) => <Said row={row} /> },
  ];
}

function Said({ row }: { row: ImportRow }) {
  const sentence = useErrorSentence();
  return (
    <div className={classes.details}>
      {row.errors.map((error) => (
        <Text key={`${error.code} ${error.field.join(".")}`} size="sm" c={row.outcome === "REFUSED" ? "red" : "dimmed"}>
          {sentence(error)}
        </Text>
      ))}
      <Details row={row} />
    </div>
  );
}
