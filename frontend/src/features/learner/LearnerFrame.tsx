// The frame of a learner's pages: whose platform it is, programs, profile, the way out.
import { Button, Title } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { useMutation } from "urql";
import { goTo } from "~/lib/path";
import { useViewer } from "~/session/SessionProvider";
import { Icon } from "~/ui/icons";
import { useTitle } from "~/ui/Page";
import { WorkspaceMark } from "~/ui/WorkspaceMark";
import { SIGN_OUT } from "./documents";
import classes from "./learner.module.css";

/** A page of somebody who is signed in. */
export function LearnerFrame({ path, title, children }: { path: string; title: string; children: ReactNode }) {
  const t = useTranslations("my");
  const { workspace, permissions } = useViewer();
  const ref = useTitle(title);
  const [{ fetching }, signOut] = useMutation(SIGN_OUT);
  const leave = async () => {
    const { error } = await signOut({});
    if (!error) window.location.assign("/sign-in");
  };
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <WorkspaceMark name={workspace.name} logoUrl={workspace.logoUrl} />
        <span className={classes.name}>{workspace.name}</span>
        {permissions.includes("MANAGE_PROGRAMS") ? (
          <Button component="a" href="/" variant="subtle" size="sm">
            {t("administration")}
          </Button>
        ) : null}
        <Button variant="default" size="sm" loading={fetching} onClick={() => void leave()}>
          <Icon name="signOut" size={18} />
          <span className={classes.word}>&nbsp;{t("signOut")}</span>
        </Button>
      </header>
      <main className={classes.main}>
        <Title order={1} ref={ref} tabIndex={-1} className={classes.title}>
          {title}
        </Title>
        <nav className={classes.tabs} aria-label={t("pages")}>
          <Tab path="/my" current={path} text={t("programs")} />
          <Tab path="/my/profile" current={path} text={t("profile")} />
        </nav>
        {children}
      </main>
    </div>
  );
}

function Tab({ path, current, text }: { path: string; current: string; text: string }) {
  const go = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    goTo(path);
  };
  return (
    <a href={path} onClick={go} className={classes.tab} aria-current={path === current ? "page" : undefined}>
      {text}
    </a>
  );
}
