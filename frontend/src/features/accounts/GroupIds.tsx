// The ids of one's groups, to be copied into a spreadsheet.
import { Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { CopyText } from "~/ui/CopyText";
import { Dialog } from "~/ui/Dialog";
import { ListBar } from "~/ui/ListBar";
import { TextLink } from "~/ui/links";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { Waiting } from "~/ui/Waiting";
import classes from "./accounts.module.css";
import { GROUP_IDS } from "./documents";

/** A searchable list; closed it asks for nothing. */
export function GroupIds({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const t = useTranslations("import");
  return (
    <Dialog opened={opened} onClose={onClose} size="lg" title={t("groupIdsTitle")}>
      <List />
    </Dialog>
  );
}

function List() {
  const t = useTranslations("import");
  const [search, setSearch] = useState("");
  const [{ data, error }, again] = useQuery({ query: GROUP_IDS, variables: { first: 100, filter: { search: search || null } } });
  return (
    <>
      <Text size="sm" c="dimmed">
        {t("groupIdsHelp")}
      </Text>
      <ListBar label={t("searchGroups")} value={search} onChange={setSearch} />
      {error ? <Refused refusal={refusalOf(error)} onRetry={() => again()} /> : null}
      {data ? (
        <Rows empty={t("noGroups")}>
          {data.groups.nodes.map((group) => (
            <div key={group.id} className={classes.groupId}>
              <Text fw={600}>{group.name}</Text>
              <CopyText text={group.externalId ?? group.id} of={group.name} />
            </div>
          ))}
        </Rows>
      ) : (
        <Waiting />
      )}
      {data && data.groups.totalCount > data.groups.nodes.length ? (
        <Text size="sm" mt="sm">
          {t("moreGroups")} <TextLink to="/dashboard/groups">{t("allGroups")}</TextLink>
        </Text>
      ) : null}
    </>
  );
}
