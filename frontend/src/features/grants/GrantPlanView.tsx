// What a choice of people or groups brings about: how many join, who can't and why, which mail goes when.
import { Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { displayName } from "~/lib/names";
import { Forecast } from "~/ui/Forecast";
import { useErrorSentence } from "~/ui/inputErrors";
import { Notice } from "~/ui/Notice";
import { SampleLetters } from "~/ui/SampleLetters";
import { Warnings } from "~/ui/Warnings";
import type { GrantPlan } from "./documents";
import classes from "./grants.module.css";

const COUNTED = ["addGrants", "mergeIntoInvitation", "reactivate", "unchanged"] as const;

/** The plan of one intake in a few lines. */
export function GrantPlanView({ plan, stale = false }: { plan: GrantPlan; stale?: boolean }) {
  const t = useTranslations("grants");
  const counted = COUNTED.filter((name) => plan.counts[name] > 0);
  return (
    <section aria-label={t("plan")} className={classes.plan} data-stale={stale || undefined}>
      <h3 className={classes.heading}>{t("plan")}</h3>
      <Stack gap="sm">
        {plan.counts.total === 0 ? <Text size="sm">{t("nobodyYet")}</Text> : null}
        {counted.map((name) => (
          <Text key={name} size="sm">
            {t(`will.${name}`, { count: plan.counts[name] })}
          </Text>
        ))}
        <NotPossible plan={plan} />
        <Warnings warnings={plan.warnings} />
        <Forecast mails={plan.mails} />
        <div>
          <SampleLetters mails={plan.mails} inline />
        </div>
      </Stack>
    </section>
  );
}

function NotPossible({ plan }: { plan: GrantPlan }) {
  const t = useTranslations("grants");
  const sentence = useErrorSentence();
  if (plan.counts.refused === 0) return null;
  return (
    <Notice tone="red">
      <strong>{t("will.refused", { count: plan.counts.refused })}</strong>
      <ul>
        {plan.refused.nodes.map((row) => (
          <li key={row.position}>
            <bdi>{row.member ? displayName(row.member) : row.input}</bdi>: {row.errors.map(sentence).join(" ")}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
