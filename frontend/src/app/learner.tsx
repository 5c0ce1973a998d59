// Starts the small pages: signing in, joining, a new password, my programs.
import "./learner.css";
import { lazy, StrictMode, Suspense } from "react";
import { createRoot } from "react-dom/client";
import { post } from "~/graphql/post";
import { SendProvider } from "~/graphql/send";
import { LanguageProvider } from "~/i18n/LanguageProvider";
import { matchPath, usePath } from "~/lib/path";
import { report } from "~/lib/unloaded";
import { Boundary } from "~/ui/Boundary";
import { UnshownWhole } from "~/ui/Unshown";
import { ThemeProvider } from "./ThemeProvider";

const SignInPage = lazy(() => import("./pages/SignInPage"));
const JoinPage = lazy(() => import("./pages/JoinPage"));
const CodePage = lazy(() => import("./pages/CodePage"));
const EmailPage = lazy(() => import("./pages/EmailPage"));
const ForgotPage = lazy(() => import("./pages/ForgotPage"));
const ResetPage = lazy(() => import("./pages/ResetPage"));
const MyPage = lazy(() => import("./pages/MyPage"));
const WrongAddressPage = lazy(() => import("./pages/WrongAddressPage"));

function Pages() {
  const path = usePath();
  return (
    <Boundary path={path} instead={UnshownWhole}>
      <Suspense fallback={null}>
        <Page path={path} />
      </Suspense>
    </Boundary>
  );
}

function Page({ path }: { path: string }) {
  const token = matchPath("/join/", path) ?? matchPath("/reset/", path) ?? matchPath("/email/", path) ?? "";
  if (path === "/sign-in") return <SignInPage />;
  if (path === "/code") return <CodePage />;
  if (path === "/forgot") return <ForgotPage />;
  if (path === "/my" || path === "/my/profile") return <MyPage path={path} />;
  if (path.startsWith("/join/")) return <JoinPage token={token} />;
  if (path.startsWith("/email/")) return <EmailPage token={token} />;
  if (path.startsWith("/reset/")) return <ResetPage token={token} />;
  return <WrongAddressPage />;
}

createRoot(document.getElementById("root") as HTMLElement, { onCaughtError: report }).render(
  <StrictMode>
    <SendProvider value={post}>
      <LanguageProvider part="learner">
        <ThemeProvider>
          <Pages />
        </ThemeProvider>
      </LanguageProvider>
    </SendProvider>
  </StrictMode>,
);
