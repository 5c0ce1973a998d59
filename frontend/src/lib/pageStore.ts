// Keeps the pages of one connection: those in view are watched, the rest wait until they are asked for.
import { type Client, createRequest, type TypedDocumentNode } from "@urql/core";
import { askAhead, isNew } from "~/graphql/ahead";
import { type Refusal, refusalOf } from "~/graphql/refusals";

export const PAGE_SIZE = 100;
/** Pages further away than this are let go; their cursors stay, so that they come back at once. */
const KEPT_AROUND = 5;

export interface Connection<Node> {
  /** The server counts large lists only up to `COUNTED` + 1. */
  totalCount: number;
  nodes: Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

export const COUNTED = 10_000;

export interface PageArguments {
  first: number;
  after?: string | null;
}

export interface Known<Node> {
  total: number | null;
  refusal: Refusal | null;
  /** Whether the server could not be reached, and what was known before is still shown. */
  outdated: boolean;
  pages: ReadonlyMap<number, Connection<Node>>;
}

export interface PageStore<Node> {
  subscribe: (listener: () => void) => () => void;
  read: () => Known<Node>;
  /** Says which rows are in view. */
  show: (first: number, last: number) => void;
}

/** The pages of `document` with these variables; nothing is fetched before somebody subscribes. */
export function pageStore<Data, Variables extends PageArguments, Node>(
  client: Client,
  document: TypedDocumentNode<Data, Variables>,
  variables: Omit<Variables, keyof PageArguments>,
  pick: (data: Data) => Connection<Node>,
): PageStore<Node> {
  let known: Known<Node> = { total: null, refusal: null, outdated: false, pages: new Map() };
  let view = [0, 0] as readonly [number, number];
  const cursors = new Map<number, string | null>([[0, null]]);
  const watched = new Map<number, { unsubscribe: () => void }>();
  const listeners = new Set<() => void>();

  const publish = (news: Partial<Known<Node>>) => {
    known = { ...known, ...news };
    for (const listener of listeners) listener();
  };
  const take = (page: number, connection: Connection<Node>) => {
    const { hasNextPage, endCursor } = connection.pageInfo;
    if (hasNextPage) cursors.set(page + 1, endCursor ?? null);
    publish({ total: totalOf(connection, page, cursors.size), refusal: null, outdated: false, pages: near(known.pages, page, connection) });
    follow();
  };
  const refuse = (refusal: Refusal, here: boolean) => publish({ refusal, outdated: here && refusal.code === "OFFLINE" });
  const watch = (page: number) => {
    const request = pageOf<Variables>(variables, cursors.get(page));
    const { key } = createRequest(document, request);
    const answers = client.query(document, request, { requestPolicy: isNew(key) ? "cache-first" : "cache-and-network" });
    // The place is taken before the first answer, which may come at once and look for it.
    watched.set(page, { unsubscribe: () => {} });
    const subscription = answers.subscribe(({ data, error }) => {
      if (data) take(page, pick(data));
      else if (error) refuse(refusalOf(error), known.pages.has(page));
    });
    watched.set(page, subscription);
  };
  const follow = () => {
    if (listeners.size === 0) return;
    // Cursors are known from the first page on without a gap: whoever jumped further is led there page by page.
    const start = Math.min(view[0], cursors.size - 1);
    for (const [page, subscription] of watched) {
      if (page >= start && page <= view[1]) continue;
      watched.delete(page);
      subscription.unsubscribe();
    }
    for (let page = start; page <= view[1]; page += 1) {
      if (cursors.has(page) && !watched.has(page)) watch(page);
    }
  };
  const atHand = client.readQuery(document, pageOf<Variables>(variables), { requestPolicy: "cache-only" })?.data;
  if (atHand) take(0, pick(atHand));
  const stop = () => {
    for (const subscription of watched.values()) subscription.unsubscribe();
    watched.clear();
  };

  return {
    read: () => known,
    subscribe: (listener) => {
      listeners.add(listener);
      follow();
      return () => {
        listeners.delete(listener);
        if (listeners.size === 0) stop();
      };
    },
    show: (first, last) => {
      view = [Math.floor(first / PAGE_SIZE), Math.floor(Math.max(last, 0) / PAGE_SIZE)];
      follow();
    },
  };
}

/** Asks for the first page of a list that is about to be shown. */
export function firstPageAhead<Data, Variables extends PageArguments>(client: Client, document: TypedDocumentNode<Data, Variables>, variables: Omit<Variables, keyof PageArguments>): void {
  askAhead(client, document, pageOf<Variables>(variables));
}

function pageOf<Variables extends PageArguments>(variables: Omit<Variables, keyof PageArguments>, after: string | null = null): Variables {
  return { ...variables, first: PAGE_SIZE, after } as unknown as Variables;
}

/** Where the server stopped counting, as many rows as are known to follow. */
function totalOf({ totalCount, nodes, pageInfo }: Connection<unknown>, page: number, reached: number): number {
  if (totalCount <= COUNTED) return totalCount;
  return pageInfo.hasNextPage ? Math.max(totalCount, reached * PAGE_SIZE) : page * PAGE_SIZE + nodes.length;
}

function near<Node>(pages: ReadonlyMap<number, Node>, page: number, connection: Node): ReadonlyMap<number, Node> {
  return new Map([...pages, [page, connection] as const].filter(([index]) => Math.abs(index - page) <= KEPT_AROUND));
}
