// Adds members by e-mail: a paste becomes chips, the plan says what will happen, Send does just that.
import { useCallback, useRef, useState } from "react";
import { AddressesPanel } from "./AddressesPanel";
import classes from "./AddByEmail.module.css";
import { GrantsPanel } from "./GrantsPanel";
import { PlanPanel } from "./PlanPanel";
import { SentPanel } from "./SentPanel";
import { EMPTY, useDraft } from "./useDraft";
import { usePreview } from "./usePreview";
import { useSend } from "./useSend";

/** The whole job; `groupId` is a group the new people join from the start. */
export function AddByEmail({ groupId }: { groupId?: string | undefined }) {
  const form = useDraft(groupId);
  const preview = usePreview(form.draft);
  const sending = useSend(form.draft, preview.ask);
  const field = useRef<HTMLTextAreaElement>(null);
  const [refocus, setRefocus] = useState(false);
  const attach = useCallback(
    (element: HTMLTextAreaElement | null) => {
      field.current = element;
      if (refocus) element?.focus();
    },
    [refocus],
  );
  const undo = async () => setRefocus(await sending.undo());
  const startOver = () => {
    form.set({ ...EMPTY, role: form.draft.role, groupIds: form.draft.groupIds });
    setRefocus(true);
    sending.reset();
  };

  if (sending.sent !== null) {
    return <SentPanel sending={sending} sent={sending.sent} onUndo={() => void undo()} onMore={startOver} />;
  }
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <AddressesPanel form={form} preview={preview} fieldRef={attach} />
        <GrantsPanel form={form} errors={preview.errors} groupId={groupId} />
      </div>
      <div className={classes.plan}>
        <PlanPanel preview={preview} sending={sending} form={form} />
      </div>
    </div>
  );
}
