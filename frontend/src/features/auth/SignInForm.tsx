// Signing in by address or username; where one is in several workspaces, which.
import { Anchor, Button, Stack, TextInput } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useTranslations } from "use-intl";
import type { ResultOf } from "~/graphql/tada";
import { safeNext } from "~/lib/path";
import { Door } from "~/ui/Door";
import { ErrorSummary } from "~/ui/ErrorSummary";
import { PasswordField } from "~/ui/PasswordField";
import { Refused } from "~/ui/Refused";
import { useSubmit } from "~/ui/useSubmit";
import { SIGN_IN } from "./documents";
import { firstPage } from "./firstPage";

// Few come to either: a first password, or several workspaces.
const OwnPassword = lazy(async () => ({ default: (await import("./OwnPassword")).OwnPassword }));
const WorkspaceChoice = lazy(async () => ({ default: (await import("./WorkspaceChoice")).WorkspaceChoice }));

type Workspace = ResultOf<typeof SIGN_IN>["signIn"]["workspaces"][number];

/** The sign-in page; it leads on to where one wanted to go. */
export function SignInForm() {
  const t = useTranslations("signIn");
  const { submit, busy, errors, refusal } = useSubmit(SIGN_IN);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [workspaces, setWorkspaces] = useState<readonly Workspace[]>([]);
  const [mustChange, setMustChange] = useState(false);
  const next = new URLSearchParams(window.location.search).get("next");

  const signIn = async (workspace: string | null) => {
    const payload = await submit({ input: { login, password, workspace } });
    if (payload === null) return;
    if (payload.viewer) window.location.assign(safeNext(next, firstPage(payload.viewer)));
    setMustChange(payload.mustChangePassword);
    setWorkspaces(payload.workspaces);
  };

  if (mustChange) {
    return (
      <Suspense fallback={<Door title={t("title")} />}>
        <OwnPassword login={login} current={password} next={next} />
      </Suspense>
    );
  }
  if (workspaces.length > 0) {
    return (
      <Suspense fallback={<Door title={t("title")} />}>
        <WorkspaceChoice workspaces={workspaces} busy={busy} onChoose={(slug) => void signIn(slug)} onBack={() => setWorkspaces([])} />
      </Suspense>
    );
  }
  return (
    <Door title={t("title")}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void signIn(null);
        }}
      >
        <Stack gap="md">
          {refusal ? <Refused refusal={refusal} /> : null}
          <ErrorSummary errors={errors} />
          <TextInput
            size="md"
            label={t("login")}
            value={login}
            required
            withAsterisk={false}
            autoFocus
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setLogin(event.currentTarget.value)}
          />
          <PasswordField
            label={t("password")}
            value={password}
            required
            withAsterisk={false}
            autoComplete="current-password"
            onChange={(event) => setPassword(event.currentTarget.value)}
          />
          <Button type="submit" size="md" fullWidth loading={busy}>
            {t("submit")}
          </Button>
          <Anchor href="/forgot" size="sm" ta="center">
            {t("forgot")}
          </Anchor>
          <Anchor href="/code" size="sm" ta="center">
            {t("haveCode")}
          </Anchor>
        </Stack>
      </form>
    </Door>
  );
}
