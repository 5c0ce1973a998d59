// Who did what, when, by which door; only ever added to.
import { Button, NativeSelect, Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { addDays, instantIn } from "~/lib/days";
import { usePages } from "~/lib/usePages";
import { DateField } from "~/ui/DateField";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { PersonLink } from "~/ui/PersonLink";
import { type Column, VirtualTable } from "~/ui/VirtualTable";
import { useViewer } from "~/session/SessionProvider";
import { ACTIONS } from "./actions";
import { AUDIT, type AuditEvent } from "./documents";
import classes from "./settings.module.css";
import { SubjectLink } from "./SubjectLink";

export interface AuditSearch {
  action?: string;
  subject?: string;
  since?: string;
  until?: string;
}

const pick = (data: ResultOf<typeof AUDIT>) => data.auditEvents;

/** The list; `onSearch` changes the address. */
export function AuditList({ search, onSearch }: { search: AuditSearch; onSearch: (search: AuditSearch) => void }) {
  const t = useTranslations("audit");
  const { timeZone } = useViewer().workspace;
  const action = ACTIONS.find((known) => known === search.action);
  const filter = {
    action: action ? [action] : null,
    subjectId: search.subject ?? null,
    since: search.since ? instantIn(timeZone, search.since, "00:00") : null,
    until: search.until ? instantIn(timeZone, addDays(search.until, 1), "00:00") : null,
  };
  const pages = usePages(AUDIT, { filter }, pick);
  return (
    <Panel flush>
      <search className={classes.filters}>
        <ActionSelect value={action ?? ""} onChange={(value) => onSearch({ ...search, action: value })} />
        <DateField label={t("since")} value={search.since ?? null} clearable onChange={(day) => onSearch({ ...search, since: day ?? "" })} />
        <DateField label={t("until")} value={search.until ?? null} clearable onChange={(day) => onSearch({ ...search, until: day ?? "" })} />
        {search.subject ? (
          <Button variant="default" size="md" onClick={() => onSearch({ ...search, subject: "" })}>
            {t("allSubjects")}
          </Button>
        ) : null}
      </search>
      <VirtualTable label={t("title")} columns={useColumns()} pages={pages} rowKey={(row) => row.id} empty={<EmptyState drawing={PATHS.search} title={t("empty")} text={t("emptyText")} />} />
    </Panel>
  );
}

function ActionSelect({ value, onChange }: { value: string; onChange: (action: string) => void }) {
  const t = useTranslations("audit");
  const name = useActionName();
  return (
    <NativeSelect
      size="md"
      label={t("action")}
      value={value}
      data={[{ value: "", label: t("anyAction") }, ...ACTIONS.map((one) => ({ value: one, label: name(one) })).toSorted((a, b) => a.label.localeCompare(b.label))]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** What was done, in words; the server's own name where the catalog has none. */
function useActionName(): (action: string) => string {
  const t = useTranslations("audit.actions");
  return (action) => {
    const key = action.replace(".", "_") as Parameters<typeof t.has>[0];
    return t.has(key) ? t(key) : action;
  };
}

function useColumns(): Column<AuditEvent>[] {
  const t = useTranslations("audit");
  const doors = useTranslations("audit.doors");
  const name = useActionName();
  const format = useFormatter();
  return [
    {
      name: t("when"),
      width: "minmax(0, 1.1fr)",
      cell: (row) => <Text size="sm">{format.dateTime(new Date(row.at), { dateStyle: "medium", timeStyle: "medium" })}</Text>,
    },
    { name: t("who"), width: "minmax(0, 1.4fr)", cell: (row) => (row.actor ? <PersonLink person={row.actor} /> : <Text size="sm">{doors(row.door)}</Text>) },
    { name: t("what"), width: "minmax(0, 1.6fr)", cell: (row) => <Text size="sm">{name(row.action)}</Text> },
    { name: t("subject"), width: "minmax(0, 1.4fr)", cell: (row) => <SubjectLink event={row} /> },
  ];
}
