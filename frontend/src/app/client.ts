// The admin app's one connection to the server.
import { normalisedCache } from "~/graphql/cache";
import { makeClient } from "~/graphql/client";
import { signInAddress } from "./addresses";

/** Shared by the pages and by what asks ahead of them. */
export const client = makeClient(normalisedCache(), () => window.location.replace(signInAddress()));
