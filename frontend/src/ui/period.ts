// Says when something runs, from when to when, in which zone.
import { useFormatter, useTranslations } from "use-intl";

/** "12 May 2027, 09:00 – 14 May 2027, 17:00 CEST", or from when where the end is open. */
export function usePeriod(): (session: { startsAt: string; endsAt: string | null }, timeZone?: string) => string {
  const t = useTranslations("period");
  const format = useFormatter();
  return ({ startsAt, endsAt }, timeZone) => {
    const zone = timeZone === undefined ? {} : { timeZone };
    const options = { day: "numeric", month: "short", year: "numeric", hour: "numeric", minute: "2-digit", timeZoneName: "short", ...zone } as const;
    if (endsAt === null) return t("from", { start: format.dateTime(new Date(startsAt), options) });
    return format.dateTimeRange(new Date(startsAt), new Date(endsAt), options);
  };
}
