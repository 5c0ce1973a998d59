// Create › User: adding members by e-mail, by one account, or by many.
import { NativeSelect, Tabs } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { lazy, Suspense } from "react";
import { useTranslations } from "use-intl";
import { AddByEmail } from "~/features/invitations/AddByEmail";
import { Words } from "~/i18n/Words";
import { useCan } from "~/session/permissions";
import { NotYours } from "~/ui/NotYours";
import { Page } from "~/ui/Page";
import { Waiting } from "~/ui/Waiting";
import classes from "./AddPage.module.css";

const SetAccount = lazy(async () => ({ default: (await import("~/features/accounts/SetAccount")).SetAccount }));
const ImportStart = lazy(async () => ({ default: (await import("~/features/accounts/ImportStart")).ImportStart }));

const route = getRouteApi("/app/add");
const DOORS = ["email", "account", "accounts"] as const;
type AddDoor = (typeof DOORS)[number];

/** The page for new members; a group in the address is chosen from the start. */
export function AddPage() {
  const t = useTranslations("add");
  const tabs = useTranslations("addTabs");
  const can = useCan();
  const { tab } = route.useSearch();
  const doors = can("MANAGE_MEMBERS") ? DOORS : DOORS.slice(0, 1);
  const door = doors.find((one) => one === tab) ?? "email";
  if (!can("INVITE")) {
    return (
      <Page title={t("title")}>
        <NotYours text={t("notYours")} to="/groups" />
      </Page>
    );
  }
  const lead = door === "email" ? t("lead") : tabs(`${door}Lead`);
  return (
    <Page title={t("title")} lead={lead}>
      {doors.length === 1 ? <DoorPanel door={door} /> : <DoorTabs doors={doors} door={door} />}
    </Page>
  );
}

/** Tabs on a desk; on a phone, where three of them have no room, a select. */
function DoorTabs({ doors, door }: { doors: readonly AddDoor[]; door: AddDoor }) {
  const t = useTranslations("addTabs");
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  const go = (next: string | null) => {
    const kept = group === undefined ? {} : { group };
    void navigate({ search: next === null || next === "email" ? kept : { ...kept, tab: next } });
  };
  return (
    <Tabs value={door} onChange={go}>
      <Tabs.List visibleFrom="sm" mb="lg" aria-label={t("label")}>
        {doors.map((one) => (
          <Tabs.Tab key={one} value={one} className={classes.tab}>
            {t(one)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      <NativeSelect
        hiddenFrom="sm"
        mb="lg"
        size="md"
        aria-label={t("label")}
        value={door}
        data={doors.map((one) => ({ value: one, label: t(one) }))}
        onChange={(event) => go(event.currentTarget.value)}
      />
      <Tabs.Panel key={door} value={door}>
        <DoorPanel door={door} />
      </Tabs.Panel>
    </Tabs>
  );
}

function DoorPanel({ door }: { door: AddDoor }) {
  const { group } = route.useSearch();
  const navigate = route.useNavigate();
  if (door === "email") return <AddByEmail key={group} groupId={group} />;
  return (
    <Words area="accounts">
      <Suspense fallback={<Waiting rows={6} height={40} />}>
        {door === "account" ? (
          <SetAccount key={group} groupId={group} />
        ) : (
          <ImportStart key={group} groupId={group} onStarted={(id) => void navigate({ to: "/imports/$id", params: { id } })} />
        )}
      </Suspense>
    </Words>
  );
}
