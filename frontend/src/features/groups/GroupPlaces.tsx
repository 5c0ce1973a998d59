// Where a group stands: in whole programs, and in single sessions.
import { ActionIcon, Button, Group as Row, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { EmptyState } from "~/ui/EmptyState";
import { Icon, PATHS } from "~/ui/icons";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { SessionRow } from "~/ui/SessionRow";
import { Waiting } from "~/ui/Waiting";
import { GROUP_PLACES, type GroupPlace } from "./documents";

interface GroupPlacesProps {
  groupId: string;
  canAdd: boolean;
  onAdd: () => void;
  onRemove: (place: GroupPlace) => void;
}

/** The list, with + for one more. */
export function GroupPlaces({ groupId, canAdd, onAdd, onRemove }: GroupPlacesProps) {
  const t = useTranslations("groups");
  const [{ data, error }, again] = useQuery({ query: GROUP_PLACES, variables: { id: groupId }, requestPolicy: "cache-and-network" });
  const places = data?.assignments.nodes.filter((place) => place.program ?? place.session);
  const add = canAdd ? (
    <Button onClick={onAdd} leftSection={<Icon name="plus" />}>
      {t("addProgram")}
    </Button>
  ) : undefined;
  return (
    <Panel title={t("parts.programs")} lead={t("programsLead")} actions={places?.length ? add : undefined}>
      {error && !data ? <Refused refusal={refusalOf(error)} onRetry={() => again()} /> : null}
      {places === undefined ? (
        <Waiting />
      ) : places.length === 0 ? (
        <EmptyState drawing={PATHS.training} title={t("noPrograms")} text={t("noProgramsText")} action={add} />
      ) : (
        <Rows empty="">
          {places.map((place) => (
            <Place key={place.session?.id ?? place.program?.id} place={place} onRemove={onRemove} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function Place({ place, onRemove }: { place: GroupPlace; onRemove: (place: GroupPlace) => void }) {
  const t = useTranslations("groups");
  const { session, program } = place;
  const name = session ? [session.program?.title, session.name].filter(Boolean).join(" · ") : (program?.title ?? "");
  return (
    <Row wrap="nowrap" justify="space-between" gap="sm">
      <div style={{ flex: 1, minWidth: 0 }}>
        {session ? (
          <SessionRow session={session} withProgram />
        ) : program ? (
          <>
            <TextLink to="/training/programs/$id" params={{ id: program.id }} fw={600}>
              {program.title}
            </TextLink>
            <Text size="sm" c="dimmed">
              {t("allSessions")}
            </Text>
          </>
        ) : null}
      </div>
      {(session ?? program)?.canManage ? (
        <ActionIcon variant="subtle" color="gray" size="lg" aria-label={t("removePlace", { name })} onClick={() => onRemove(place)}>
          <Icon name="close" />
        </ActionIcon>
      ) : null}
    </Row>
  );
}
