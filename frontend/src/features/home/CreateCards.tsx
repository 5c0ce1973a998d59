// Create › User, Group, Program: the ways into the main jobs.
import { Link } from "@tanstack/react-router";
import { useTranslations } from "use-intl";
import { type Permission, useCan } from "~/session/permissions";
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
  const cards = CARDS.filter((card) => can(card.needs));
  if (cards.length === 0) return null;
  return (
    <section aria-labelledby="create">
      <h2 id="create" className={classes.title}>
        {t("create")}
      </h2>
      <ul className={classes.cards}>
        {cards.map((card) => (
          <li key={card.name}>
            <Link to={card.to} search={card.to === "/add" ? {} : { create: true }} className={classes.card}>
              <span className={classes.mark}>
                <Icon name={card.icon} size={22} />
              </span>
              <span>
                <strong>{t(`cards.${card.name}`)}</strong>
                <span className={classes.text}>{t(`cards.${card.name}Text`)}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
