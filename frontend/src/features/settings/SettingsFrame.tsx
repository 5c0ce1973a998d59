// What every page of the settings shares: the ways to the others.
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { type Permission, useCan } from "~/session/permissions";
import { NotYours } from "~/ui/NotYours";
import { Page } from "~/ui/Page";
import classes from "./settings.module.css";

const PARTS: readonly { to: "/settings" | "/settings/letters" | "/settings/keys" | "/settings/webhooks" | "/settings/intakes" | "/settings/audit"; name: "workspace" | "letters" | "keys" | "webhooks" | "intakes" | "audit"; needs: Permission }[] = [
  { to: "/settings", name: "workspace", needs: "MANAGE_WORKSPACE" },
  { to: "/settings/letters", name: "letters", needs: "MANAGE_WORKSPACE" },
  { to: "/settings/keys", name: "keys", needs: "MANAGE_KEYS" },
  { to: "/settings/webhooks", name: "webhooks", needs: "MANAGE_KEYS" },
  { to: "/settings/intakes", name: "intakes", needs: "SEE_BATCHES" },
  { to: "/settings/audit", name: "audit", needs: "SEE_AUDIT" },
];

interface SettingsFrameProps {
  part: (typeof PARTS)[number]["name"];
  actions?: ReactNode;
  children: ReactNode;
}

/** One page of the settings under their common heading. */
export function SettingsFrame({ part, actions, children }: SettingsFrameProps) {
  const t = useTranslations("settings");
  const can = useCan();
  const may = PARTS.some(({ name, needs }) => name === part && can(needs));
  return (
    <Page title={t(`parts.${part}`)} lead={t(`leads.${part}`)} actions={may ? actions : undefined}>
      <nav aria-label={t("title")} className={classes.rooms}>
        {PARTS.filter(({ needs }) => can(needs)).map(({ to, name }) => (
          <Link key={to} to={to} activeOptions={{ exact: true }} className={classes.room}>
            {t(`parts.${name}`)}
          </Link>
        ))}
      </nav>
      {may ? children : <NotYours to="/" />}
    </Page>
  );
}
