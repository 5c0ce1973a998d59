// Who a member is: names, address, language, since when.
import { useFormatter, useTranslations } from "use-intl";
import { asUtcDate } from "~/lib/days";
import { Address } from "~/ui/Address";
import { CopyText } from "~/ui/CopyText";
import { Facts } from "~/ui/Facts";
import { useLanguageNames } from "~/i18n/useLanguageNames";
import { Panel } from "~/ui/Panel";
import type { Member } from "./documents";

/** What is known of them. */
export function About({ member }: { member: Member }) {
  const t = useTranslations("members");
  const roles = useTranslations("roles");
  const format = useFormatter();
  const language = useLanguageNames();
  const day = (value: string) => format.dateTime(new Date(value), { dateStyle: "long" });
  return (
    <Panel title={t("about")}>
      <Facts
        facts={[
          [t("email"), member.email === null ? null : <Address key="email" text={member.email} />],
          [t("username"), member.username],
          [t("role"), roles(member.role)],
          [t("language"), member.language && language(member.language)],
          [t("lastDay"), member.lastDayOfAccess && format.dateTime(asUtcDate(member.lastDayOfAccess), { dateStyle: "full", timeZone: "UTC" })],
          [t("labels"), member.labels.join(", ")],
          [t("since"), day(member.createdAt)],
          [t("joined"), member.joinedAt ? day(member.joinedAt) : t("notYet")],
          [t("externalId"), member.externalId],
          [t("id"), <CopyText key="id" text={member.id} />],
        ]}
      />
    </Panel>
  );
}
