// A state as a small word with a colour: members, invitations, sessions and mails look alike.
import { useTranslations } from "use-intl";
import classes from "./StatusBadge.module.css";

const COLOURS = {
  INVITED: "brand",
  ACTIVE: "green",
  DEACTIVATED: "gray",
  PENDING: "brand",
  ACCEPTED: "green",
  EXPIRED: "amber",
  REVOKED: "gray",
  UPCOMING: "brand",
  ONGOING: "green",
  ENDED: "gray",
  CANCELLED: "gray",
  SCHEDULED: "gray",
  QUEUED: "gray",
  SENDING: "gray",
  SENT: "green",
  DELIVERED: "green",
  BOUNCED: "red",
  FAILED: "red",
} as const;

export type Status = keyof typeof COLOURS;

/** The word for a state, never the colour alone. */
export function StatusBadge({ of, status }: { of: "member" | "invitation" | "session" | "mail"; status: Status }) {
  const t = useTranslations("status");
  const key = `${of}.${status}` as Parameters<typeof t>[0];
  return (
    <span className={classes.badge} data-tone={COLOURS[status]}>
      {t(key)}
    </span>
  );
}
