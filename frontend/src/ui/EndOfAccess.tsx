// The day on which access ends, and what it means: the last day somebody can still sign in.
import { Text } from "@mantine/core";
import { useFormatter, useTranslations } from "use-intl";
import { addDays, asUtcDate, todayIn } from "~/lib/days";
import { useViewer } from "~/session/SessionProvider";
import { DateField } from "./DateField";

/** A day from tomorrow on, in the workspace's zone, or none. */
export function EndOfAccess(props: { value: string | null; error: string | undefined; onChange: (day: string | null) => void }) {
  const t = useTranslations("add");
  const format = useFormatter();
  const { timeZone } = useViewer().workspace;
  const lastDay = props.value && asUtcDate(addDays(props.value, -1));
  return (
    <div>
      <DateField {...props} label={t("deactivates")} min={addDays(todayIn(timeZone), 1)} clearable />
      {lastDay ? (
        <Text size="sm" mt={6} aria-live="polite">
          {t("lastDay", { day: format.dateTime(lastDay, { dateStyle: "full", timeZone: "UTC" }) })}
        </Text>
      ) : null}
    </div>
  );
}
