// Stands where a page is for administrators alone: says so, and leads on to where this person may go.
import { useTranslations } from "use-intl";
import { EmptyState } from "./EmptyState";
import { PATHS } from "./icons";
import { ButtonLink } from "./links";

/** `text` names what they may do instead. */
export function NotYours({ text, to }: { text?: string; to: "/" | "/groups" }) {
  const t = useTranslations("shell");
  return <EmptyState drawing={PATHS.lock} title={t("notHere")} text={text} action={<ButtonLink to={to}>{t(to === "/" ? "home" : "groups")}</ButtonLink>} />;
}
