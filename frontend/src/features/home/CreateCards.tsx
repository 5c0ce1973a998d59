// Create › User, Group, Program: the ways into the main jobs.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { type Permission, useCan } from "~/session/permissions";
import { useViewer } from "~/session/SessionProvider";
import { Icon, type IconName } from "~/ui/icons";
import classes from "./home.module.css";

interface Card {
  name: "user" | "group" | "program";
  to: "/add" | "/groups" | "/training/programs";
  icon: IconName;
  needs: Permission;
}

const CARDS: readonly Card[] = [
  { name: "user", to: "/add", icon: "person", needs: "INVITE" },
  { name: "group", to: "/groups", icon: "groups", needs: "CREATE_GROUPS" },
  { name: "program", to: "/training/programs", icon: "training", needs: "MANAGE_PROGRAMS" },
];

/** One card for each thing this person may make. */
export function CreateCards() {
  const t = useTranslations("home");
  const can = useCan();
  const { leadsGroups } = useViewer();
  const cards = CARDS.filter((card) => can(card.needs));
  if (cards.length === 0) return leadsGroups ? <LedGroups /> : null;
  return (
    <section aria-labelledby="create">
      <h2 id="create" className={classes.title}>
        {t("create")}
      </h2>
      <ul className={classes.cards}>
        {cards.map((card) => (
          <li key={card.name}>
            <CardLink to={card.to} search={card.to === "/add" ? {} : { create: true }} icon={card.icon} title={t(`cards.${card.name}`)} text={t(`cards.${card.name}Text`)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** For those who make nothing new but look after people: the way to their groups. */
function LedGroups() {
  const t = useTranslations("home");
  return (
    <div className={classes.cards}>
      <CardLink to="/groups" search={{}} icon="groups" title={t("cards.led")} text={t("cards.ledText")} />
    </div>
  );
}

function CardLink({ to, search, icon, title, text }: { to: Card["to"]; search: { create?: boolean }; icon: IconName; title: string; text: string }) {
  return (
    <Link to={to} search={search} className={classes.card}>
      <span className={classes.mark}>
        <Icon name={icon} size={22} />
      </span>
      <span>
        <strong>{title}</strong>
        <span className={classes.text}>{text}</span>
      </span>
    </Link>
  );
}
