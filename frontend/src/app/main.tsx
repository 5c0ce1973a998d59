// Starts the admin app.
import "./layers.css";
import "@mantine/core/styles.layer.css";
import "./global.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { IntlProvider, useLocale } from "use-intl";
import { sendBy } from "~/graphql/client";
import { SendProvider } from "~/graphql/send";
import { LanguageProvider } from "~/i18n/LanguageProvider";
import { chooseLanguage, loadMessages } from "~/i18n/languages";
import { report } from "~/lib/unloaded";
import { SessionProvider, useSession, VIEWER } from "~/session/SessionProvider";
import { client } from "./client";
import { router } from "./router";
import { ThemeProvider } from "./ThemeProvider";

const send = sendBy(client);

// What the first page waits for anyway is asked for at once, not one after the other.
void loadMessages(chooseLanguage(navigator.languages), "admin");
const viewer = send(VIEWER, {});
void router.preloadRoute({ to: window.location.pathname as "/", search: router.options.parseSearch(window.location.search) });

function App() {
  const workspace = useSession().viewer?.workspace;
  return (
    <IntlProvider locale={useLocale()} {...(workspace ? { timeZone: workspace.timeZone } : {})}>
      <ThemeProvider brandColor={workspace?.brandColor} layers="#layers">
        <RouterProvider router={router} />
      </ThemeProvider>
    </IntlProvider>
  );
}

if (import.meta.env.PROD) void navigator.serviceWorker?.register("/service-worker.js").catch(() => {});

createRoot(document.getElementById("root") as HTMLElement, { onCaughtError: report }).render(
  <StrictMode>
    <Provider value={client}>
      <SendProvider value={send}>
        <LanguageProvider part="admin">
          <SessionProvider asked={viewer}>
            <App />
          </SessionProvider>
        </LanguageProvider>
      </SendProvider>
    </Provider>
  </StrictMode>,
);
