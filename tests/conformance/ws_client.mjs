// Drives graphql-ws's own client against the socket and prints what became of each thing it tried.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [url, token, frontend] = process.argv.slice(2);
const entry = createRequire(pathToFileURL(`${frontend}/package.json`)).resolve("graphql-ws/client");
const { createClient } = await import(pathToFileURL(entry));

const WATCH = "subscription { changes(of: [GROUP]) { kind } }";
const MAKE = 'mutation { createGroup(input: { name: "Heard" }) { errors { code } } }';
const http = url.replace(/^ws/, "http");
const authorization = `Bearer ${token}`;

const open = (more = {}) => createClient({ url, connectionParams: { authorization }, retryAttempts: 0, lazy: false, ...more });
const make = () =>
  fetch(http, {
    method: "POST",
    headers: { authorization, "content-type": "application/json" },
    body: JSON.stringify({ query: MAKE }),
  });
const once = (client, query) =>
  new Promise((resolve) => {
    let heard;
    client.subscribe({ query }, {
      next: (value) => (heard = value),
      error: (error) => resolve({ refused: Array.isArray(error), why: Array.isArray(error) ? error[0].message : error.code }),
      complete: () => resolve({ heard }),
    });
  });

// Makes groups until every one of so many subscriptions on one socket has heard of one.
async function allHear(client, count) {
  const heard = new Set();
  const refusals = [];
  const ends = Array.from({ length: count }, (_, number) =>
    client.subscribe({ query: WATCH }, {
      next: () => heard.add(number),
      error: (error) => refusals.push(Array.isArray(error) ? error[0].message : String(error.code)),
      complete: () => {},
    }),
  );
  for (let round = 0; round < 60 && heard.size + refusals.length < count; round += 1) {
    await make();
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  ends.forEach((end) => end());
  return { heard: heard.size, refusals };
}

const told = {};
let closed = 0;
const client = open({ on: { closed: () => (closed += 1) } });
told.syntaxError = await once(client, "subscription {");
told.unknownField = await once(client, "{ nothing }");
told.query = await once(client, "{ viewer { member { email } } }");
told.mutation = await once(client, MAKE);
told.closedBefore = closed;
told.many = await allHear(client, 20);
told.afterMany = await once(client, "{ viewer { member { email } } }");
told.closedAfterMany = closed;
told.oneTooMany = await allHear(client, 21);
client.terminate(); // without a word
await client.dispose();

told.ping = await new Promise((resolve) => {
  const pinging = open({ keepAlive: 50, on: { pong: (received) => received && resolve(true), closed: () => resolve(false) } });
  setTimeout(() => pinging.dispose(), 5000).unref();
});

const early = open();
early.subscribe({ query: WATCH }, { next() {}, error() {}, complete() {} })();
await early.dispose();
const again = open();
told.afterEarlyClose = await once(again, "{ viewer { member { email } } }");
await again.dispose();

told.anonymous = await once(open({ connectionParams: {} }), WATCH);
console.log(JSON.stringify(told));
process.exit(0);
