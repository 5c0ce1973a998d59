// Adds members by e-mail: a paste becomes chips, the plan says what will happen, Send does just that.
import { type ReactNode, useCallback, useRef, useState } from "react";
import { AddressesPanel } from "./AddressesPanel";
import classes from "./AddByEmail.module.css";
import { type EmailDoor, intoWorkspace } from "./doors";
import { GrantsPanel } from "./GrantsPanel";
import { Reactivation } from "./Reactivation";
import { PlanPanel } from "./PlanPanel";
import { SentPanel } from "./SentPanel";
import { EMPTY, useDraft } from "./useDraft";
import { useKeepForm, useLeft } from "./useKeptForm";
import { usePreview } from "./usePreview";
import { useSend } from "./useSend";

interface AddByEmailProps {
  door?: EmailDoor;
  /** A group that the new people join from the start. */
  groupId?: string | undefined;
  /** Where to go on once it is done, beside adding more. */
  next?: ReactNode;
}

/** The whole job, by one of the doors. */
export function AddByEmail({ door = intoWorkspace, groupId, next }: AddByEmailProps) {
  const name = `${door.name}/${groupId ?? ""}`;
  const left = useLeft(name, groupId);
  const form = useDraft(left.draft);
  const preview = usePreview(door, form.draft);
  const sending = useSend(door, form.draft, preview.ask, left.sent);
  const field = useRef<HTMLTextAreaElement>(null);
  useKeepForm(name, groupId, { draft: form.draft, sent: sending.sent }, field);
  const [refocus, setRefocus] = useState(false);
  const attach = useCallback(
    (element: HTMLTextAreaElement | null) => {
      field.current = element;
      if (refocus) element?.focus();
    },
    [refocus],
  );
  const undo = async () => {
    const undone = await sending.undo();
    if (undone) void preview.ask();
    setRefocus(undone);
  };
  const startOver = () => {
    form.set({ ...EMPTY, role: form.draft.role, groupIds: form.draft.groupIds });
    setRefocus(true);
    sending.reset();
  };

  if (sending.sent !== null) {
    return <SentPanel sending={sending} sent={sending.sent} onUndo={() => void undo()} onMore={startOver} next={next} />;
  }
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <AddressesPanel form={form} preview={preview} fieldRef={attach} />
        {door.asks === "grants" ? <GrantsPanel form={form} errors={preview.errors} groupId={groupId} /> : <Reactivation form={form} />}
      </div>
      <div className={classes.plan}>
        <PlanPanel preview={preview} sending={sending} form={form} />
      </div>
    </div>
  );
}
