// A calendar day: typed in any usual way or picked; shown in the reader's own order.
import "@mantine/dates/styles.css";
import { DateInput, DatesProvider, type DayOfWeek } from "@mantine/dates";
import dayjs from "dayjs";
import localizedFormat from "dayjs/plugin/localizedFormat";
import { useLocale, useTranslations } from "use-intl";
import "dayjs/locale/de";
import "dayjs/locale/es";
import "dayjs/locale/fr";
import { typedDay } from "~/lib/typedDay";
import classes from "./DateField.module.css";
import { Icon } from "./icons";

dayjs.extend(localizedFormat);

interface DateFieldProps {
  label: string;
  name?: string;
  description?: string | undefined;
  value: string | null;
  /** The first day that may be chosen, as `YYYY-MM-DD`. */
  min?: string;
  error?: string | undefined;
  required?: boolean;
  clearable?: boolean;
  onChange: (day: string | null) => void;
}

/** A day as `YYYY-MM-DD`, or null. */
export function DateField({ min, clearable = false, ...rest }: DateFieldProps) {
  const region = useLocale();
  const locale = region.slice(0, 2);
  const t = useTranslations("dateField");
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: firstDayOfWeek(region) }}>
      <DateInput
        {...rest}
        size="md"
        classNames={{ day: classes.day ?? "" }}
        {...(min === undefined ? {} : { minDate: min })}
        clearable={clearable}
        clearButtonProps={{ "aria-label": t("clear") }}
        valueFormat={locale === "de" ? "D. MMMM YYYY" : "D MMMM YYYY"}
        placeholder={pattern(region, { day: t("day"), month: t("month"), year: t("year") })}
        dateParser={(typed) => typedDay(typed, region)}
        leftSection={<Icon name="calendar" />}
        leftSectionPointerEvents="none"
        ariaLabels={{ previousMonth: t("previous"), nextMonth: t("next"), monthLevelControl: t("months"), yearLevelControl: t("years") }}
        getDayProps={(day) => ({ "aria-label": dayjs(day).locale(locale).format("LL") })}
      />
    </DatesProvider>
  );
}

/** Sunday in the Americas, Saturday in some countries, Monday elsewhere; as 0-6 from Sunday. */
function firstDayOfWeek(region: string): DayOfWeek {
  const locale = new Intl.Locale(region) as Intl.Locale & { getWeekInfo?: () => { firstDay: number }; weekInfo?: { firstDay: number } };
  return (((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7) as DayOfWeek;
}

/** The order of day and month in this region, in letters: an example would look like a day that is set. */
function pattern(region: string, letters: Record<string, string>): string {
  const parts = new Intl.DateTimeFormat(region).formatToParts(new Date(0));
  return parts.map(({ type, value }) => letters[type] ?? value).join("");
}
