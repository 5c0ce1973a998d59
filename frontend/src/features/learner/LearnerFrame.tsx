// The frame of a learner's pages: whose platform it is, programs, profile, the way out.
import { Button } from "@mantine/core";
import type { MouseEvent, ReactNode } from "react";
import { useTranslations } from "use-intl";
import { goTo } from "~/lib/path";
import { useViewer } from "~/session/SessionProvider";
import { useSignOut } from "~/session/useSignOut";
import { Drawing, DRAWINGS } from "~/ui/drawings";
import { useTitle } from "~/ui/useTitle";
import { WorkspaceMark } from "~/ui/WorkspaceMark";
import classes from "./learner.module.css";

/** A page of somebody who is signed in. */
export function LearnerFrame({ path, title, children }: { path: string; title: string; children: ReactNode }) {
  const t = useTranslations("my");
  const { workspace, permissions, leadsGroups } = useViewer();
  const ref = useTitle(title);
  const { signOut, busy } = useSignOut();
  return (
    <div className={classes.page}>
      <header className={classes.bar}>
        <WorkspaceMark name={workspace.name} logoUrl={workspace.logoUrl} />
        <span className={classes.name}>{workspace.name}</span>
        <Button variant="default" size="sm" loading={busy} onClick={() => void signOut()}>
          <Drawing path={DRAWINGS.signOut} size={18} />
          <span className={classes.word}>&nbsp;{t("signOut")}</span>
        </Button>
      </header>
      <main className={classes.main}>
        <h1 ref={ref} tabIndex={-1} className={classes.title}>
          {title}
        </h1>
        <nav className={classes.tabs} aria-label={t("pages")}>
          <Tab path="/my" current={path} text={t("programs")} />
          <Tab path="/my/profile" current={path} text={t("profile")} />
          {leadsGroups || permissions.includes("MANAGE_PROGRAMS") ? (
            <a href="/" className={classes.tab}>
              {t("administration")}
            </a>
          ) : null}
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
