// What can be done with a member: end or give back access, another address, a code to sign in by.
import { Button, Group, Menu } from "@mantine/core";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { useViewer } from "~/session/SessionProvider";
import { Icon } from "~/ui/icons";
import { ChangeAddress } from "./ChangeAddress";
import type { Member } from "./documents";
import { MemberVerb } from "./MemberVerb";
import { SignInCode } from "./SignInCode";

type Open = "address" | "code" | "deactivate" | "reactivate" | null;

/** The main verb as a button, the rarer ones in a menu. */
export function ProfileVerbs({ member }: { member: Member }) {
  const t = useTranslations("members");
  const [open, setOpen] = useState<Open>(null);
  const { member: self } = useViewer();
  const close = () => setOpen(null);
  const asleep = member.status === "DEACTIVATED";
  return (
    <Group gap="xs">
      {asleep ? (
        <Button onClick={() => setOpen("reactivate")}>{t("verbs.reactivate")}</Button>
      ) : (
        <Button variant="default" disabled={member.id === self.id} onClick={() => setOpen("deactivate")}>
          {t("verbs.deactivate")}
        </Button>
      )}
      <Menu position="bottom-end" width={260} shadow="md" withInitialFocusPlaceholder={false}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" />}>
            {t("more")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<Icon name="mail" />} onClick={() => setOpen("address")}>
            {t(member.email ? "changeAddress" : "giveAddress")}
          </Menu.Item>
          {member.email === null && !asleep ? (
            <Menu.Item leftSection={<Icon name="lock" />} onClick={() => setOpen("code")}>
              {t("signInCode")}
            </Menu.Item>
          ) : null}
        </Menu.Dropdown>
      </Menu>
      {open === "address" ? <ChangeAddress member={member} onClose={close} /> : null}
      {open === "code" ? <SignInCode member={member} onClose={close} /> : null}
      {open === "deactivate" || open === "reactivate" ? <MemberVerb verb={open} people={[member]} onClose={close} /> : null}
    </Group>
  );
}
