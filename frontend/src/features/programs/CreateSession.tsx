// Makes a session of a program: its name and when it runs, in a zone that is said.
import { NativeSelect, TextInput } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { instantIn } from "~/lib/days";
import { useViewer } from "~/session/SessionProvider";
import { DateField } from "~/ui/DateField";
import { FormModal } from "~/ui/FormModal";
import { useFieldErrors } from "~/ui/inputErrors";
import { onFields, useSubmit } from "~/ui/useSubmit";
import classes from "./CreateSession.module.css";
import { CREATE_SESSION } from "./documents";

interface CreateSessionProps {
  programId: string;
  opened: boolean;
  onClose: () => void;
  onCreated: (sessionId: string) => void;
}

const FIELDS = ["name", "startsAt", "endsAt", "timeZone"];

/** The dialog; the end may stay open. */
export function CreateSession({ programId, opened, onClose, onCreated }: CreateSessionProps) {
  const t = useTranslations("sessions");
  const workspace = useViewer().workspace;
  const { submit, busy, errors, refusal } = useSubmit(CREATE_SESSION);
  const error = useFieldErrors(errors);
  const [startDay, setStartDay] = useState<string | null>(null);
  const [endDay, setEndDay] = useState<string | null>(null);
  const [missing, setMissing] = useState(false);
  const create = onFields(async (fields) => {
    setMissing(startDay === null);
    if (startDay === null) return;
    const timeZone = fields.timeZone || workspace.timeZone;
    const payload = await submit({
      input: {
        programId,
        name: fields.name ?? "",
        timeZone,
        startsAt: instantIn(timeZone, startDay, fields.startTime || "09:00"),
        endsAt: endDay && instantIn(timeZone, endDay, fields.endTime || "17:00"),
      },
    });
    if (payload?.session) onCreated(payload.session.id);
  });
  return (
    <FormModal title={t("new")} action={t("create")} opened={opened} busy={busy} errors={errors} fields={FIELDS} refusal={refusal} onClose={onClose} onSubmit={create}>
      <TextInput name="name" label={t("name")} required size="md" data-autofocus autoComplete="off" error={error("name")} />
      <div className={classes.moment}>
        <DateField name="startsAt" label={t("startDay")} required value={startDay} onChange={setStartDay} error={missing && startDay === null ? t("startMissing") : error("startsAt")} />
        <TextInput name="startTime" label={t("time")} type="time" size="md" defaultValue="09:00" />
      </div>
      <div className={classes.moment}>
        <DateField name="endsAt" label={t("endDay")} clearable value={endDay} {...(startDay ? { min: startDay } : {})} onChange={setEndDay} error={error("endsAt")} />
        <TextInput name="endTime" label={t("time")} type="time" size="md" defaultValue="17:00" />
      </div>
      <NativeSelect name="timeZone" label={t("timeZone")} size="md" defaultValue={workspace.timeZone} data={zones(workspace.timeZone)} error={error("timeZone")} />
    </FormModal>
  );
}

function zones(own: string): string[] {
  return [...new Set([own, "UTC", ...Intl.supportedValuesOf("timeZone")])];
}
