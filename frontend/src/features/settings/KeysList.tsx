// The API keys of the workspace: what each may do, when it was last used, and the way to end it.
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useFormatter, useTranslations } from "use-intl";
import { useQuery } from "urql";
import { refusalOf } from "~/graphql/refusals";
import { displayName } from "~/lib/names";
import { EmptyState } from "~/ui/EmptyState";
import { PATHS } from "~/ui/icons";
import { Panel } from "~/ui/Panel";
import { Refused } from "~/ui/Refused";
import { Rows } from "~/ui/Rows";
import { Waiting } from "~/ui/Waiting";
import { API_KEYS, type ApiKey } from "./documents";
import { RevokeKey } from "./RevokeKey";
import classes from "./settings.module.css";

/** Good ones first, as the server lists them; revoked ones stay to be seen. */
export function KeysList() {
  const t = useTranslations("keys");
  const [{ data, error }, again] = useQuery({ query: API_KEYS, requestPolicy: "cache-and-network" });
  const [revoked, revoke] = useState<ApiKey | null>(null);
  if (error && !data) return <Refused refusal={refusalOf(error)} onRetry={() => again()} />;
  if (!data) return <Waiting />;
  return (
    <Panel>
      {data.apiKeys.length === 0 ? (
        <EmptyState drawing={PATHS.lock} title={t("empty")} text={t("emptyText")} />
      ) : (
        <Rows empty="">
          {data.apiKeys.map((key) => (
            <Key key={key.id} apiKey={key} onRevoke={() => revoke(key)} />
          ))}
        </Rows>
      )}
      <RevokeKey apiKey={revoked} onClose={() => revoke(null)} />
    </Panel>
  );
}

function Key({ apiKey, onRevoke }: { apiKey: ApiKey; onRevoke: () => void }) {
  const t = useTranslations("keys");
  const roles = useTranslations("roles");
  const format = useFormatter();
  const day = (value: string) => format.dateTime(new Date(value), { dateStyle: "medium" });
  const facts = [
    roles(apiKey.role),
    t("may", { count: apiKey.scopes.length }),
    apiKey.createdBy ? t("madeBy", { day: day(apiKey.createdAt), name: displayName(apiKey.createdBy) }) : t("made", { day: day(apiKey.createdAt) }),
    apiKey.lastUsedAt ? t("used", { day: day(apiKey.lastUsedAt) }) : t("neverUsed"),
    apiKey.expiresAt ? t("ends", { day: day(apiKey.expiresAt) }) : t("endless"),
  ];
  return (
    <Group justify="space-between" gap="sm" className={classes.key} data-ended={apiKey.revokedAt !== null || undefined}>
      <div className={classes.words}>
        <Text fw={600}>
          {apiKey.name} <code className={classes.prefix}>{apiKey.prefix}…</code>
        </Text>
        <Text size="sm" c="dimmed">
          {facts.join(" · ")}
        </Text>
      </div>
      {apiKey.revokedAt ? (
        <Text size="sm" c="dimmed">
          {t("revokedOn", { day: day(apiKey.revokedAt) })}
        </Text>
      ) : (
        <Button variant="default" size="sm" aria-label={t("revokeOf", { name: apiKey.name })} onClick={onRevoke}>
          {t("revoke")}
        </Button>
      )}
    </Group>
  );
}
