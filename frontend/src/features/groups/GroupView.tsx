// One group: its people by what they are in it, the programs it stands in, its settings.
import { Group as Row, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { useCan } from "~/session/permissions";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { BackLink } from "~/ui/links";
import { Page } from "~/ui/Page";
import { PageTabs } from "~/ui/PageTabs";
import { Refused } from "~/ui/Refused";
import { Waiting } from "~/ui/Waiting";
import { GROUP, type Group, type GroupPlace } from "./documents";
import { GroupMembers, type GroupRole, type Person } from "./GroupMembers";
import { GroupPlaces } from "./GroupPlaces";
import { GroupSettings } from "./GroupSettings";

export interface GroupSearch {
  tab?: string;
  role?: string;
  edit?: boolean;
}

export interface GroupViewProps {
  search: GroupSearch;
  onSearch: (search: GroupSearch) => void;
  onAddMembers: (role: GroupRole) => void;
  onSetRole: (role: GroupRole, people: Person[], onDone: () => void) => void;
  onTakeOut: (people: Person[], onDone: () => void) => void;
  onAddProgram: () => void;
  onRemovePlace: (place: GroupPlace) => void;
}

/** The page of a group by id. */
export function GroupView({ id, ...props }: { id: string } & GroupViewProps) {
  const t = useTranslations("groups");
  const [{ data, error }, refetch] = useQuery({ query: GROUP, variables: { id } });
  const back = <BackLink to="/groups">{t("title")}</BackLink>;
  if (data?.node?.__typename === "Group") return <Loaded group={data.node} back={back} {...props} />;
  return (
    <Page title={t("group")} back={back}>
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => refetch({ requestPolicy: "network-only" })} /> : null}
      {data ? <EmptyState drawing={PATHS.search} title={t("gone")} text={t("goneText")} /> : error ? null : <Waiting rows={6} />}
    </Page>
  );
}

const PARTS = ["members", "programs", "settings"] as const;

function Loaded({ group, back, ...props }: { group: Group; back: ReactNode } & GroupViewProps) {
  const t = useTranslations("groups");
  const can = useCan();
  const { search, onSearch } = props;
  const parts = PARTS.filter((name) => name !== "settings" || group.canManage);
  const part = parts.find((name) => name === search.tab) ?? "members";
  return (
    <Page title={group.name} lead={<Lead group={group} />} back={back}>
      <PageTabs label={group.name} value={part} parts={parts.map((name) => ({ name, title: t(`parts.${name}`) }))} onChange={(tab) => onSearch(tab === "members" ? {} : { tab })}>
        {part === "members" ? <GroupMembers group={group} {...props} /> : null}
        {part === "programs" ? <GroupPlaces groupId={group.id} canAdd={can("REGISTER") && group.archivedAt === null} onAdd={props.onAddProgram} onRemove={props.onRemovePlace} /> : null}
        {part === "settings" ? <GroupSettings group={group} /> : null}
      </PageTabs>
    </Page>
  );
}

function Lead({ group }: { group: Group }) {
  const t = useTranslations("groups");
  return (
    <>
      {group.description ? <div>{group.description}</div> : null}
      <Row gap="md" mt={4}>
        {group.archivedAt ? <Text size="sm">{t("archived")}</Text> : null}
        {group.isPrivate ? (
          <Row gap={6} component="span">
            <Icon name="lock" /> {t("private")}
          </Row>
        ) : null}
        {group.externalId ? <Text size="sm">{t("externalIdIs", { id: group.externalId })}</Text> : null}
      </Row>
    </>
  );
}
