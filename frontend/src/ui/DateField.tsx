// A calendar day: typed in any usual way or picked; shown in the reader's own order.
import "@mantine/dates/styles.layer.css";
import { Input, Popover, TextInput } from "@mantine/core";
import { DatePicker, DatesProvider, type DayOfWeek } from "@mantine/dates";
import dayjs from "dayjs";
import localizedFormat from "dayjs/plugin/localizedFormat";
import { type KeyboardEvent, useState } from "react";
import { useLocale, useTranslations } from "use-intl";
import "dayjs/locale/de";
import "dayjs/locale/es";
import "dayjs/locale/fr";
import classes from "./DateField.module.css";
import { Icon } from "./icons";
import { useRefusedDay } from "./refusedDays";
import { useTypedDay } from "./useTypedDay";

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
export function DateField({ value, min, error, clearable = false, onChange, ...rest }: DateFieldProps) {
  const t = useTranslations("dateField");
  const region = useLocale();
  const locale = region.slice(0, 2);
  const order = pattern(region, { day: t("day"), month: t("month"), year: t("year") });
  const format = (day: string | null) => (day === null ? "" : dayjs(day).locale(locale).format(locale === "de" ? "D. MMMM YYYY" : "D MMMM YYYY"));
  const limits = { min, empty: clearable || value === null, today: dayjs().format("YYYY-MM-DD") };
  const { text, wrong, told, type, settle, take } = useTypedDay({ value, region, limits, onChange });
  const [open, setOpen] = useState(false);
  useRefusedDay(wrong !== null);
  const accept = () => {
    setOpen(false);
    settle();
  };
  const pick = (day: string | null) => {
    setOpen(false);
    take(day);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(false);
    if (event.key !== "Enter") return;
    event.preventDefault(); // it accepts the day: what that leads to is seen before the form is sent
    accept();
  };
  return (
    <DatesProvider settings={{ locale, firstDayOfWeek: firstDayOfWeek(region) }}>
      <Popover opened={open} position="bottom-start" trapFocus={false} withRoles={false}>
        <Popover.Target>
          <TextInput
            {...rest}
            size="md"
            autoComplete="off"
            placeholder={order}
            value={text ?? format(value)}
            error={told === null ? error : t(told, { pattern: order, day: format(min ?? null) })}
            leftSection={<Icon name="calendar" />}
            leftSectionPointerEvents="none"
            rightSection={clearable && (text ?? value) ? <Input.ClearButton aria-label={t("clear")} onMouseDown={(event) => event.preventDefault()} onClick={() => pick(null)} /> : null}
            onFocus={() => setOpen(true)}
            onClick={() => setOpen(true)}
            onBlur={accept}
            onKeyDown={press}
            onChange={(event) => {
              setOpen(false); // it would lie over what stands below, and changes with what is typed
              type(event.currentTarget.value);
            }}
          />
        </Popover.Target>
        <Popover.Dropdown onMouseDown={(event) => event.preventDefault()}>
          <DatePicker
            size="md"
            classNames={{ day: classes.day ?? "" }}
            value={value}
            {...(value === null ? {} : { defaultDate: value })}
            {...(min === undefined ? {} : { minDate: min })}
            allowDeselect={clearable}
            __preventFocus
            ariaLabels={{ previousMonth: t("previous"), nextMonth: t("next"), monthLevelControl: t("months"), yearLevelControl: t("years") }}
            getDayProps={(day) => ({ "aria-label": dayjs(day).locale(locale).format("LL") })}
            onChange={pick}
          />
        </Popover.Dropdown>
      </Popover>
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
