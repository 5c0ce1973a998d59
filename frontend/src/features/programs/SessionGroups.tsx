// The groups that stand in a session, by themselves or through its program.
import { ActionIcon, Group, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { Icon } from "~/ui/icons";
import { TextLink } from "~/ui/links";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { Waiting } from "~/ui/Waiting";
import { SESSION_GROUPS, type SessionGroup } from "./documents";

/** A list; who came in through the program leaves through the program. */
export function SessionGroups({ sessionId, canRemove, onRemove }: { sessionId: string; canRemove: boolean; onRemove: (place: SessionGroup) => void }) {
  const t = useTranslations("sessions");
  const [{ data, error }, again] = useQuery({ query: SESSION_GROUPS, variables: { id: sessionId }, requestPolicy: "cache-and-network" });
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting rows={2} />;
  return (
    <Rows empty={t("noGroups")}>
      {data.assignments.nodes.map((place) =>
        place.group ? (
          <Group key={place.group.id} justify="space-between" wrap="nowrap">
            <div>
              <TextLink to="/groups/$id" params={{ id: place.group.id }} fw={600}>
                {place.group.name}
              </TextLink>
              <Text size="sm" c="dimmed">
                {[t("learnerCount", { count: place.group.learnerCount }), place.session === null ? t("byProgram") : ""].filter(Boolean).join(" · ")}
              </Text>
            </div>
            {canRemove && place.session !== null ? (
              <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("removeGroup", { name: place.group.name })} onClick={() => onRemove(place)}>
                <Icon name="close" />
              </ActionIcon>
            ) : null}
          </Group>
        ) : null,
      )}
    </Rows>
  );
}
