// Ends the session on this device and leads to the sign-in page.
import { useState } from "react";
import type { Refusal } from "~/graphql/refusals";
import { useSend } from "~/graphql/send";
import { graphqlText } from "~/graphql/text";
import { letGo } from "~/lib/kept";

const SIGN_OUT = graphqlText(`
  mutation SignOut {
    signOut { errors { code message } }
  }
`);

/** `signOut` resolves with whether it worked; where it did, `then` is the address that is opened. */
export function useSignOut(then = "/sign-in") {
  const send = useSend();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const signOut = async () => {
    setBusy(true);
    const answer = await send(SIGN_OUT, {});
    setBusy(false);
    const ended = answer.refusal === null || answer.refusal.code === "UNAUTHENTICATED";
    setRefusal(ended ? null : answer.refusal);
    if (!ended) return;
    letGo();
    window.location.assign(then);
  };
  return { signOut, busy, refusal };
}
