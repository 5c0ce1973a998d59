// The peer: Mercurius with its JIT and loaders, over the same tables, as its documentation has it.
import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 10 });
const app = Fastify();

const schema = `
  type Query { members(first: Int!): MemberConnection! }
  type MemberConnection { nodes: [Member!]! }
  type Member { id: ID! email: String firstName: String lastName: String role: String! createdAt: String! groups(first: Int): GroupConnection! }
  type GroupConnection { nodes: [Group!]! }
  type Group { id: ID! name: String! }
`;

const MEMBERS = {
  name: "members",
  text: `SELECT id, email, first_name AS "firstName", last_name AS "lastName", role, created_at AS "createdAt"
    FROM members WHERE workspace_id = $1 ORDER BY sort_name, id LIMIT $2`,
};
const GROUPS = {
  name: "groups",
  text: `SELECT p.member_id, g.id, g.name FROM memberships p JOIN groups g ON g.id = p.group_id
    WHERE p.member_id = ANY($1::uuid[]) AND g.archived_at IS NULL ORDER BY g.sort_name, g.id`,
};
const workspace = (await pool.query("SELECT id FROM workspaces")).rows[0].id;

const resolvers = {
  Query: {
    async members(_, { first }) {
      const { rows } = await pool.query({ ...MEMBERS, values: [workspace, first] });
      for (const row of rows) row.createdAt = row.createdAt.toISOString();
      return { nodes: rows };
    },
  },
};
const loaders = {
  Member: {
    async groups(queries) {
      const { rows } = await pool.query({ ...GROUPS, values: [queries.map(({ obj }) => obj.id)] });
      const found = new Map(queries.map(({ obj }) => [obj.id, { nodes: [] }]));
      for (const row of rows) found.get(row.member_id).nodes.push(row);
      return queries.map(({ obj }) => found.get(obj.id));
    },
  },
};

app.get("/healthz", () => "ok");
app.register(mercurius, { schema, resolvers, loaders, jit: 1 });
await app.listen({ host: "127.0.0.1", port: Number(process.env.PORT) });
