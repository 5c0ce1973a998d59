// The first minute of an empty workspace: what to set up, in order, each with its way; gone once people are here.
import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useQuery } from "urql";
import { useViewer } from "~/session/SessionProvider";
import { Icon } from "~/ui/icons";
import { TextLink } from "~/ui/links";
import { Panel } from "~/ui/Panel";
import { FIRST_STEPS } from "./documents";
import classes from "./home.module.css";

const SKIPPED = "usher.first-steps.skipped";

/** Four steps; whoever skips them does not see them again on this device. */
export function FirstSteps() {
  const t = useTranslations("first");
  const { workspace } = useViewer();
  const [skipped, setSkipped] = useState(() => localStorage.getItem(SKIPPED) === workspace.id);
  const [{ data }] = useQuery({ query: FIRST_STEPS, requestPolicy: "cache-and-network", pause: skipped });
  if (skipped || !data || data.members.totalCount > 1) return null;
  const { name: own, timeZone, senderName, senderAddress } = data.viewer.workspace;
  const steps = [
    { name: "workspace", done: timeZone !== "UTC", to: "/settings", search: {} },
    { name: "sender", done: senderAddress !== "" || senderName !== own, to: "/settings", search: {} },
    { name: "group", done: data.groups.totalCount > 0, to: "/groups", search: { create: true } },
    { name: "invitation", done: false, to: "/add", search: {} },
  ] as const;
  const skip = () => {
    localStorage.setItem(SKIPPED, workspace.id);
    setSkipped(true);
  };
  return (
    <div className={classes.first}>
      <Panel
        title={t("title")}
        lead={t("lead")}
        actions={
          <Button variant="subtle" color="gray" size="sm" onClick={skip}>
            {t("skip")}
          </Button>
        }
      >
        <ol className={classes.steps}>
          {steps.map(({ name, done, to, search }, index) => (
            <li key={name}>
              <Group gap="md" wrap="nowrap">
                <span className={classes.number} data-done={done || undefined}>
                  {done ? <Icon name="check" role="img" aria-label={t("done")} aria-hidden={undefined} /> : index + 1}
                </span>
                <div>
                  <TextLink to={to} search={search} fw={600}>
                    {t(name)}
                  </TextLink>
                  <Text size="sm" c="dimmed">
                    {t(`${name}Text`)}
                  </Text>
                </div>
              </Group>
            </li>
          ))}
        </ol>
      </Panel>
    </div>
  );
}
