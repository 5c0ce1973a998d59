// Adds one member with an account that is active at once: who, how they sign in, what they get.
import { useState } from "react";
import { useUnsaved } from "~/lib/kept";
import { AccountDone } from "./AccountDone";
import { AccountPlanPanel } from "./AccountPlanPanel";
import classes from "./accounts.module.css";
import { CredentialsPanel } from "./CredentialsPanel";
import type { AccountPlan } from "./documents";
import { GrantsPanel } from "./GrantsPanel";
import { PersonPanel } from "./PersonPanel";
import { type AccountDraft, NOBODY, useAccountPlan } from "./useAccount";
import { useKeepAccount, useLeftAccount } from "./useKeptAccount";
import { useSetAccount } from "./useSetAccount";

/** The whole job; `groupId` is a group that is chosen from the start. */
export function SetAccount({ groupId }: { groupId?: string | undefined }) {
  const left = useLeftAccount(groupId);
  const [draft, setDraft] = useState(left.draft);
  const set = (changes: Partial<AccountDraft>) => setDraft((now) => ({ ...now, ...changes }));
  const preview = useAccountPlan(draft);
  const { send, undo, ...setting } = useSetAccount(draft, preview.ask, left.done);
  useKeepAccount(groupId, draft, setting.done);
  useUnsaved(draft.password !== "" && setting.done === null);
  // Whoever comes back to the form goes on at its first field: what they pressed is gone.
  const [again, setAgain] = useState(false);
  const sendIt = (plan: AccountPlan) => {
    setAgain(true);
    return send(plan);
  };
  // An account that was taken back is asleep: setting it again brings it back.
  const undoIt = async () => {
    if (await undo()) set({ reactivate: true });
  };
  const startOver = () => {
    const { role, groupIds, labels, credentials, deactivatesOn } = draft;
    setDraft({ ...NOBODY, role, groupIds, labels, credentials, deactivatesOn });
    setting.reset();
  };

  if (setting.done !== null) return <AccountDone setting={setting} done={setting.done} onUndo={() => void undoIt()} onMore={startOver} />;
  const errors = [...preview.errors, ...(preview.plan?.rows.nodes[0]?.errors ?? []), ...setting.errors];
  return (
    <div className={classes.columns}>
      <div className={classes.form}>
        <PersonPanel draft={draft} set={set} errors={errors} autoFocus={again} />
        <CredentialsPanel draft={draft} set={set} errors={errors} />
        <GrantsPanel draft={draft} set={set} errors={errors} />
      </div>
      <div className={classes.side}>
        <AccountPlanPanel preview={preview} setting={setting} onSend={(plan) => void sendIt(plan)} />
      </div>
    </div>
  );
}
