// Knows who is signed in to which workspace, and what the server lets them do.
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { type Answer, useAnswer } from "~/graphql/send";
import type { ResultOf } from "~/graphql/tada";
import { graphqlText } from "~/graphql/text";
import { useLanguage } from "~/i18n/LanguageProvider";
import { chooseLanguage } from "~/i18n/languages";

export const VIEWER = graphqlText(`
  query Viewer {
    viewer {
      member { id email username firstName lastName language role }
      workspace { id name language timeZone brandColor logoUrl invitationDays passwordLength }
      permissions
      leadsGroups
      grantableRoles
    }
  }
`);

export type Viewer = ResultOf<typeof VIEWER>["viewer"];
export type SessionStatus = "loading" | "signed-out" | "unreachable" | "signed-in";

interface Session {
  status: SessionStatus;
  viewer: Viewer | null;
  retry: () => void;
}

const Context = createContext<Session>({ status: "loading", viewer: null, retry: () => {} });

/** Asks the server once who is here, unless that was `asked`; the rest of the page reads it from `useSession`. */
export function SessionProvider(props: { asked?: Promise<Answer<ResultOf<typeof VIEWER>>>; children: ReactNode }) {
  const { answer, retry } = useAnswer(VIEWER, {}, props.asked);
  const session = useMemo<Session>(() => {
    if (answer === null) return { status: "loading", viewer: null, retry };
    if (answer.data !== null) return { status: "signed-in", viewer: answer.data.viewer, retry };
    // A password that somebody else set is changed where one signs in.
    const code = answer.refusal?.code;
    const signedOut = code === "UNAUTHENTICATED" || code === "PASSWORD_CHANGE_REQUIRED";
    return { status: signedOut ? "signed-out" : "unreachable", viewer: null, retry };
  }, [answer, retry]);
  return <Context value={session}>{props.children}</Context>;
}

/** Whether somebody is signed in, for the pages that must also work when nobody is. */
export function useSession(): Session {
  return useContext(Context);
}

/** The person signed in; only inside pages that are shown to nobody else. */
export function useViewer(): Viewer {
  const { viewer } = useSession();
  if (viewer === null) throw new Error("useViewer is for pages of people who are signed in");
  return viewer;
}

/** Speaks the language of the person's profile, or else of the workspace where the browser's is not ours. */
export function useLanguageOfProfile(): void {
  const { viewer } = useSession();
  const { choose } = useLanguage();
  const wished = viewer?.member.language;
  const fallback = viewer?.workspace.language;
  useEffect(() => {
    if (fallback) choose(chooseLanguage([wished, ...navigator.languages, fallback]));
  }, [wished, fallback, choose]);
}
