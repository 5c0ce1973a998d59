// What will happen if a session is moved or called off: to how many people, and which mail they get.
import { Checkbox, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { Forecast } from "~/ui/Forecast";
import { Warnings } from "~/ui/Warnings";
import type { SessionPlan } from "./documents";
import classes from "./programs.module.css";

const COUNTED = ["mailsMoved", "mailsOwed", "mailsWithdrawn"] as const;

interface ChangePlanProps {
  plan: SessionPlan;
  stale: boolean;
  notify: boolean;
  /** The words for the box that decides whether those who had their invitation are told. */
  news: string;
  onNotify: (notify: boolean) => void;
}

/** The plan, and the choice that it leaves. */
export function ChangePlan({ plan, stale, notify, news, onNotify }: ChangePlanProps) {
  const t = useTranslations("sessions");
  return (
    <section aria-label={t("plan")} aria-live="polite" className={classes.plan} data-stale={stale || undefined}>
      <h3 className={classes.heading}>{t("plan")}</h3>
      <Stack gap="sm">
        <Text size="sm">{t("people", { count: plan.people })}</Text>
        {COUNTED.filter((name) => plan[name] > 0).map((name) => (
          <Text key={name} size="sm">
            {t(`changes.${name}`, { count: plan[name] })}
          </Text>
        ))}
        {plan.peopleInvited > 0 ? <Checkbox label={news} description={t("invitedBefore", { count: plan.peopleInvited })} checked={notify} onChange={(event) => onNotify(event.currentTarget.checked)} /> : null}
        <Warnings warnings={plan.warnings} />
        <Forecast mails={plan.mails} />
      </Stack>
    </section>
  );
}
