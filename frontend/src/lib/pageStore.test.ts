// A long list must be read page by page: what is in view and no more, in order, and again when it changes.
import { cacheExchange, Client, gql, makeErrorResult, makeResult, type Operation, type TypedDocumentNode } from "@urql/core";
import { describe, expect, it } from "vitest";
import { filter, map, pipe } from "wonka";
import { nothingIsNew } from "~/graphql/ahead";
import { type Connection, firstPageAhead, pageStore } from "./pageStore";

interface Data {
  rows: Connection<number>;
}
const ROWS = gql`query Rows($first: Int!, $after: String) { rows(first: $first, after: $after) }` as TypedDocumentNode<
  Data,
  { first: number; after?: string | null }
>;

/** A server of `total` numbered rows that writes down which cursors it was asked for. */
function server(total: number) {
  const asked: (string | null)[] = [];
  const network = { out: false };
  const answer = (operation: Operation) => {
    if (network.out) return makeErrorResult(operation, new Error("out of reach"));
    const { first, after } = operation.variables as { first: number; after: string | null };
    asked.push(after);
    const start = after === null ? 0 : Number(after);
    const nodes = Array.from({ length: Math.min(first, total - start) }, (_, index) => start + index);
    const end = start + nodes.length;
    const rows = { totalCount: Math.min(total, 10_001), nodes, pageInfo: { hasNextPage: end < total, endCursor: String(end) } };
    return makeResult(operation, { data: { rows }, hasNext: false });
  };
  const exchange = () => (operations: Parameters<ReturnType<import("@urql/core").Exchange>>[0]) =>
    pipe(operations, filter((operation) => operation.kind === "query"), map(answer));
  return { client: new Client({ url: "http://here.invalid", preferGetMethod: false, exchanges: [cacheExchange, exchange] }), asked, network };
}

const pick = (data: Data) => data.rows;

describe("pageStore", () => {
  it("fetches nothing before somebody looks, then the first page only", () => {
    const { client, asked } = server(250);
    const store = pageStore(client, ROWS, {}, pick);
    expect(asked).toEqual([]);
    const leave = store.subscribe(() => {});
    expect(asked).toEqual([null]);
    expect(store.read().total).toBe(250);
    leave();
  });

  it("shows at once what was asked for ahead, and asks again once that is no longer new", () => {
    const { client, asked } = server(250);
    firstPageAhead(client, ROWS, {});
    expect(asked).toEqual([null]);
    const store = pageStore(client, ROWS, {}, pick);
    expect(store.read().total).toBe(250);
    store.subscribe(() => {})();
    expect(asked).toEqual([null]);
    nothingIsNew();
    pageStore(client, ROWS, {}, pick).subscribe(() => {})();
    expect(asked).toEqual([null, null]);
  });

  it("keeps what it knows where the server is out of reach, and says so", () => {
    const { client, network } = server(250);
    pageStore(client, ROWS, {}, pick).subscribe(() => {})();
    network.out = true;
    const known = pageStore(client, ROWS, {}, pick);
    known.subscribe(() => {})();
    expect(known.read()).toMatchObject({ total: 250, refusal: { code: "OFFLINE" }, outdated: true });
    const unknown = pageStore(client, ROWS, { filter: "else" } as object, pick);
    unknown.subscribe(() => {})();
    expect(unknown.read()).toMatchObject({ total: null, refusal: { code: "OFFLINE" }, outdated: false });
    network.out = false;
    known.subscribe(() => {})();
    expect(known.read()).toMatchObject({ total: 250, refusal: null, outdated: false });
  });

  it("reads on in order as the view moves down", () => {
    const { client, asked } = server(250);
    const store = pageStore(client, ROWS, {}, pick);
    store.subscribe(() => {});
    store.show(90, 230);
    expect(asked).toEqual([null, "100", "200"]);
    expect(store.read().pages.get(2)?.nodes).toHaveLength(50);
  });

  it("leads whoever jumps to rows of unknown cursors there, page by page", () => {
    const { client, asked } = server(1_000);
    const store = pageStore(client, ROWS, {}, pick);
    store.subscribe(() => {});
    store.show(720, 760);
    expect(asked).toEqual([null, "100", "200", "300", "400", "500", "600", "700"]);
    expect(store.read().pages.get(7)?.nodes[20]).toBe(720);
  });

  it("lets far pages go and fetches them again on the way back", () => {
    const { client } = server(2_000);
    const store = pageStore(client, ROWS, {}, pick);
    store.subscribe(() => {});
    for (let row = 0; row < 2_000; row += 100) store.show(row, row + 40);
    expect(store.read().pages.has(0)).toBe(false);
    store.show(0, 40);
    expect(store.read().pages.get(0)?.nodes[0]).toBe(0);
  });

  it("grows past where the server stops counting", () => {
    const { client } = server(12_000);
    const store = pageStore(client, ROWS, {}, pick);
    store.subscribe(() => {});
    expect(store.read().total).toBe(10_001);
    for (let row = 0; row < 11_000; row += 100) store.show(row, row + 40);
    expect(store.read().total).toBe(11_100);
    for (let row = 11_000; row < 12_000; row += 100) store.show(row, row + 40);
    expect(store.read().total).toBe(12_000);
  });
});
