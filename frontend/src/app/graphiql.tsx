// Starts GraphiQL on the API of this host, as whoever is signed in: an entry of its own, which the app never loads.
import "graphiql/style.css";
import "./graphiql.css";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

const FIRST = `# What you run here is done, as you. Ctrl+Enter runs it; Ctrl+Space shows what may stand here.
query Viewer {
  viewer {
    member { id email role }
    workspace { name timeZone }
    permissions
  }
}
`;
// Menus lock the page's scrolling by a style of their own, which the content policy lets in by this page's nonce.
setNonce(document.querySelector<HTMLMetaElement>("meta[name=csp-nonce]")?.content ?? "");

const socket = new URL("/graphql", location.href);
socket.protocol = socket.protocol.replace("http", "ws");
const fetcher = createGraphiQLFetcher({ url: "/graphql", subscriptionUrl: socket.href });

// What was written is forgotten with the tab: variables may hold passwords.
createRoot(document.getElementById("root") as HTMLElement).render(
  <StrictMode>
    <GraphiQL fetcher={fetcher} defaultQuery={FIRST} storage={sessionStorage}>
      <GraphiQL.Logo>
        <a href="/">Usher</a>
      </GraphiQL.Logo>
    </GraphiQL>
  </StrictMode>,
);
