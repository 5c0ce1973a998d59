// The fields of a session: its name and when it runs, in a zone that is said.
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { clockIn, instantIn } from "~/lib/days";
import { DateField } from "~/ui/DateField";
import type { Session } from "./documents";
import classes from "./programs.module.css";

export const SESSION_FIELDS = ["name", "startsAt", "endsAt", "timeZone"];

export interface SessionDraft {
  name: string;
  startDay: string | null;
  startTime: string;
  endDay: string | null;
  endTime: string;
  timeZone: string;
}

/** An empty form, or a session as it stands, in its own zone. */
export function draftOf(timeZone: string, session?: Session): SessionDraft {
  const empty = { name: "", startDay: null, startTime: "09:00", endDay: null, endTime: "17:00", timeZone };
  if (session === undefined) return empty;
  const start = clockIn(session.timeZone, session.startsAt);
  const end = session.endsAt === null ? null : clockIn(session.timeZone, session.endsAt);
  const ends = { endDay: end?.day ?? null, endTime: end?.time ?? "17:00" };
  return { name: session.name, startDay: start.day, startTime: start.time, timeZone: session.timeZone, ...ends };
}

/** The draft as the server takes it; null while the first day is missing. */
export function timesOf(draft: SessionDraft) {
  const { name, startDay, startTime, endDay, endTime, timeZone } = draft;
  if (startDay === null) return null;
  const endsAt = endDay && instantIn(timeZone, endDay, endTime || "17:00");
  return { name, timeZone, startsAt: instantIn(timeZone, startDay, startTime || "09:00"), endsAt };
}

/** A draft and how to change it. */
export function useSessionDraft(first: SessionDraft) {
  const [draft, setDraft] = useState(first);
  return { draft, set: (change: Partial<SessionDraft>) => setDraft((now) => ({ ...now, ...change })), reset: () => setDraft(first) };
}

interface SessionFieldsProps {
  draft: SessionDraft;
  set: (change: Partial<SessionDraft>) => void;
  error: (field: string) => string | undefined;
  /** Whether to say that the first day is missing. */
  missing: boolean;
}

/** The end may stay open. */
export function SessionFields({ draft, set, error, missing }: SessionFieldsProps) {
  const t = useTranslations("sessions");
  return (
    <>
      <TextInput name="name" label={t("name")} required size="md" data-autofocus autoComplete="off" value={draft.name} error={error("name")} onChange={({ currentTarget: { value } }) => set({ name: value })} />
      <div className={classes.moment}>
        <DateField name="startsAt" label={t("startDay")} required value={draft.startDay} onChange={(startDay) => set({ startDay })} error={missing && draft.startDay === null ? t("startMissing") : error("startsAt")} />
        <TextInput label={t("time")} type="time" size="md" value={draft.startTime} onChange={({ currentTarget: { value } }) => set({ startTime: value })} />
      </div>
      <div className={classes.moment}>
        <DateField name="endsAt" label={t("endDay")} clearable value={draft.endDay} {...(draft.startDay ? { min: draft.startDay } : {})} onChange={(endDay) => set({ endDay })} error={error("endsAt")} />
        <TextInput label={t("time")} type="time" size="md" value={draft.endTime} onChange={({ currentTarget: { value } }) => set({ endTime: value })} />
      </div>
      <NativeSelect name="timeZone" label={t("timeZone")} size="md" value={draft.timeZone} data={zones(draft.timeZone)} error={error("timeZone")} onChange={({ currentTarget: { value } }) => set({ timeZone: value })} />
    </>
  );
}

function zones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
