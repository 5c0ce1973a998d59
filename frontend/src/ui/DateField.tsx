// A calendar day: typed in any usual way or picked; shown in the reader's own order.
import "@mantine/dates/styles.css";
import { DateInput, DatesProvider } from "@mantine/dates";
import dayjs from "dayjs";
import customParseFormat from "dayjs/plugin/customParseFormat";
import localizedFormat from "dayjs/plugin/localizedFormat";
import { useLocale, useTranslations } from "use-intl";
import "dayjs/locale/de";
import "dayjs/locale/es";
import "dayjs/locale/fr";
import { Icon } from "./icons";

dayjs.extend(customParseFormat);
dayjs.extend(localizedFormat);

interface DateFieldProps {
  label: string;
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
  const locale = useLocale();
  const t = useTranslations("dateField");
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: locale === "en" ? 0 : 1 }}>
      <DateInput
        {...rest}
        size="md"
        {...(min === undefined ? {} : { minDate: min })}
        clearable={clearable}
        clearButtonProps={{ "aria-label": t("clear") }}
        valueFormat={locale === "de" ? "D. MMMM YYYY" : "D MMMM YYYY"}
        placeholder={t("placeholder")}
        dateParser={(typed) => parseDay(typed, locale)}
        leftSection={<Icon name="calendar" />}
        leftSectionPointerEvents="none"
        ariaLabels={{ previousMonth: t("previous"), nextMonth: t("next"), monthLevelControl: t("months"), yearLevelControl: t("years") }}
        getDayProps={(day) => ({ "aria-label": dayjs(day).locale(locale).format("LL") })}
      />
    </DatesProvider>
  );
}

const NUMERIC = { en: ["M/D/YYYY", "D.M.YYYY"], other: ["D/M/YYYY", "D.M.YYYY", "D-M-YYYY"] };

function parseDay(typed: string, locale: string): string | null {
  const formats = ["YYYY-MM-DD", ...(locale === "en" ? NUMERIC.en : NUMERIC.other), "D MMMM YYYY", "D. MMMM YYYY", "D MMM YYYY", "MMMM D, YYYY"];
  const day = dayjs(typed.trim(), formats, locale, true);
  return day.isValid() ? day.format("YYYY-MM-DD") : null;
}
