// Starts the admin app.
import "@mantine/core/styles.css";
import "./global.css";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Provider } from "urql";
import { IntlProvider, useLocale } from "use-intl";
import { normalisedCache } from "~/graphql/cache";
import { makeClient } from "~/graphql/client";
import { LanguageProvider } from "~/i18n/LanguageProvider";
import { SessionProvider, useSession } from "~/session/SessionProvider";
import { router } from "./router";
import { ThemeProvider } from "./ThemeProvider";

const client = makeClient(normalisedCache());

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

createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <Provider value={client}>
      <LanguageProvider part="admin">
        <SessionProvider>
          <App />
        </SessionProvider>
      </LanguageProvider>
    </Provider>
  </StrictMode>,
);
