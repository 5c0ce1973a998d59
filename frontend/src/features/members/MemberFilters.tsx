// How the list of members is narrowed and sorted: by status, role, mail that came back, and in which order.
import { NativeSelect } from "@mantine/core";
import { useTranslations } from "use-intl";
import { type MemberSearch, ORDERS, ROLES, STATUSES } from "./search";

/** One select for each. */
export function MemberFilters({ search, onSearch }: { search: MemberSearch; onSearch: (search: MemberSearch) => void }) {
  const t = useTranslations("members");
  const statuses = useTranslations("status.member");
  const roles = useTranslations("roles");
  const orders = useTranslations("members.orders");
  return (
    <>
      <NativeSelect
        aria-label={t("status")}
        value={search.status ?? ""}
        data={[{ value: "", label: t("any.status") }, ...STATUSES.map((value) => ({ value, label: statuses(value) }))]}
        onChange={(event) => onSearch({ ...search, status: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t("role")}
        value={search.role ?? ""}
        data={[{ value: "", label: t("any.role") }, ...ROLES.map((value) => ({ value, label: roles(value) }))]}
        onChange={(event) => onSearch({ ...search, role: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t("bouncedOnly")}
        value={search.bounced ? "bounced" : ""}
        data={[
          { value: "", label: t("anyMail") },
          { value: "bounced", label: t("bouncedOnly") },
        ]}
        onChange={(event) => onSearch({ ...search, bounced: event.currentTarget.value !== "" })}
      />
      <NativeSelect
        aria-label={orders("label")}
        value={search.order ?? "NAME"}
        data={ORDERS.map((value) => ({ value, label: orders(value) }))}
        onChange={(event) => onSearch({ ...search, order: event.currentTarget.value })}
      />
    </>
  );
}
