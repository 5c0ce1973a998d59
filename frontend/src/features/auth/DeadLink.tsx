// Why an invitation's link does not lead in, and what to do about it.
import { Anchor, Button, Stack, Text } from "@mantine/core";
import { useTranslations } from "use-intl";
import { useSignOut } from "~/session/useSignOut";
import { Door } from "~/ui/Door";
import { Refused } from "~/ui/Refused";
import type { Link } from "./Join";

/** A page of its own for each way in which a link can fail. */
export function DeadLink({ link }: { link: Link }) {
  const t = useTranslations("join.dead");
  const state = link.state as Exclude<Link["state"], "PENDING">;
  const who = { workspace: link.workspace?.name ?? "Usher", email: link.email ?? "", inviter: link.invitedBy ?? "" };
  return (
    <Door key={state} title={t(`${state}.title`, who)} lead={t(`${state}.text`, who)} workspace={link.workspace}>
      {state === "WRONG_ACCOUNT" ? <Switch /> : null}
      {state === "ACCEPTED" ? (
        <Stack gap="sm">
          <Button component="a" href="/sign-in?next=%2Fmy" size="md" fullWidth>
            {t("signIn")}
          </Button>
          <Anchor href="/forgot" size="sm" ta="center">
            {t("forgot")}
          </Anchor>
        </Stack>
      ) : null}
      {(state === "EXPIRED" || state === "REVOKED") && link.invitedBy ? (
        <Text size="sm">{t("ask", { inviter: link.invitedBy })}</Text>
      ) : null}
    </Door>
  );
}

/** Signs the other person out and opens the link again. */
function Switch() {
  const t = useTranslations("join.dead");
  const { signOut, busy, refusal } = useSignOut(window.location.pathname);
  return (
    <Stack gap="sm">
      {refusal ? <Refused refusal={refusal} /> : null}
      <Button size="md" fullWidth loading={busy} onClick={() => void signOut()}>
        {t("switch")}
      </Button>
      <Button component="a" href="/my" variant="default" size="md" fullWidth>
        {t("stay")}
      </Button>
    </Stack>
  );
}
