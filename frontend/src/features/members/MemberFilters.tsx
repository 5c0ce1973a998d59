// How the list of members is narrowed and sorted: by status, role, mail that came back, and in which order.
import { NativeSelect } from "@mantine/core";
import { useTranslations } from "use-intl";
import type { Filter, Order } from "./documents";

export interface MemberSearch {
  search?: string;
  status?: string;
  role?: string;
  bounced?: boolean;
  order?: string;
}

const STATUSES = ["INVITED", "ACTIVE", "DEACTIVATED"] as const;
const ROLES = ["OWNER", "ADMIN", "TRAINER", "TRAINEE"] as const;
const ORDERS = ["NAME", "EMAIL", "NEWEST", "OLDEST", "STATUS", "ROLE", "DEACTIVATION"] as const satisfies readonly Order[];

/** What an address asks for; words it does not know count as none. */
export function filterOf(search: MemberSearch): { filter: Filter; orderBy: Order; narrowed: boolean } {
  const status = STATUSES.find((known) => known === search.status);
  const role = ROLES.find((known) => known === search.role);
  const filter: Filter = {
    search: search.search ?? null,
    status: status ? [status] : null,
    role: role ? [role] : null,
    bounced: search.bounced ? true : null,
  };
  const orderBy = ORDERS.find((known) => known === search.order) ?? "NAME";
  return { filter, orderBy, narrowed: Boolean(search.search ?? status ?? role ?? search.bounced) };
}

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
