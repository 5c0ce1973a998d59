// What was read before a change must not stay on the screen after it.
import { cacheExchange, Client, type Exchange, fetchExchange, gql } from "@urql/core";
import { describe, expect, it, vi } from "vitest";
import { normalisedCache } from "./cache";
import { inOrder } from "./inOrder";
import { refetchShown, watchQueries } from "./live";

const COUNT = gql`query Count { count }`;
const ADD = gql`mutation Add { add }`;
const WHO = gql`query Who { node(id: "1") { __typename id state } }`;
const REVOKE = gql`mutation Revoke { revokeInvitations(input: {}) { mailsWithdrawn } }`;

const node = (state: string) => ({ node: { __typename: "Invitation", id: "1", state } });

type Shown = { count?: number; node?: { state: string } } | undefined;

/** A client, what it asked so far, and the newest answer on the screen; each question is answered by hand. */
function screen(query = COUNT, cache: Exchange = cacheExchange) {
  const asked: { name: string; answer: (data: object) => void }[] = [];
  const hear = (_url: unknown, init?: RequestInit) =>
    new Promise<Response>((resolve) => {
      const { operationName } = JSON.parse(String(init?.body)) as { operationName: string };
      const answer = (data: object) => resolve(new Response(JSON.stringify({ data }), { headers: { "Content-Type": "application/json" } }));
      asked.push({ name: operationName, answer });
    });
  const exchanges = [watchQueries, inOrder(cache), fetchExchange];
  const client = new Client({ url: "http://here.invalid", fetch: hear, preferGetMethod: false, exchanges });
  const shown: unknown[] = [];
  client.query(query, {}).subscribe(({ data }: { data?: Shown }) => shown.push(data?.count ?? data?.node?.state));
  const ask = async (count: number) => {
    await vi.waitFor(() => expect(asked).toHaveLength(count));
    return asked[count - 1] as (typeof asked)[number];
  };
  return { client, asked, shown, ask };
}

describe("inOrder", () => {
  it("asks again what was on its way when a mutation was answered", async () => {
    const { client, shown, ask } = screen();
    const before = await ask(1);
    const added = client.mutation(ADD, {}).toPromise();
    (await ask(2)).answer({ add: true });
    await added;
    before.answer({ count: 1 });
    (await ask(3)).answer({ count: 2 });
    await vi.waitFor(() => expect(shown).toEqual([2]));
  });

  it("shows what was on its way when news came, and asks again", async () => {
    const { client, shown, ask } = screen();
    const before = await ask(1);
    refetchShown(client);
    before.answer({ count: 1 });
    (await ask(2)).answer({ count: 2 });
    await vi.waitFor(() => expect(shown).toEqual([1, 2]));
  });

  it("takes nothing off the screen while news and a mutation overtake each other", async () => {
    const { client, shown, ask } = screen(WHO, normalisedCache());
    (await ask(1)).answer(node("PENDING"));
    await vi.waitFor(() => expect(shown).toEqual(["PENDING"]));
    refetchShown(client);
    const told = await ask(2);
    const revoked = client.mutation(REVOKE, {}).toPromise();
    (await ask(3)).answer({ revokeInvitations: { __typename: "InvitationsPayload", mailsWithdrawn: 1 } });
    await revoked;
    told.answer(node("PENDING"));
    (await ask(4)).answer(node("REVOKED"));
    await vi.waitFor(() => expect(shown.at(-1)).toBe("REVOKED"));
    expect(shown).not.toContain(undefined);
  });

  it("leaves alone what was answered before", async () => {
    const { client, asked, shown, ask } = screen();
    (await ask(1)).answer({ count: 1 });
    await vi.waitFor(() => expect(shown).toEqual([1]));
    const added = client.mutation(ADD, {}).toPromise();
    (await ask(2)).answer({ add: true });
    await added;
    expect(asked.map(({ name }) => name)).toEqual(["Count", "Add"]);
  });
});
