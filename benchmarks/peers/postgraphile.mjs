// PostGraphile 5 over our tables. What an account may see is a condition in the plans: settings and policies would cost
// a transaction a request. Saving a job and the dashboard are statements of our own, as its manual has it for such.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";

import { context, get, object } from "postgraphile/grafast";
import { sideEffectWithPgClient, TYPES, withPgClient } from "postgraphile/@dataplan/pg";
import { GraphQLError, GraphQLString } from "postgraphile/graphql";
import { grafserv } from "postgraphile/grafserv/node";
import { postgraphile } from "postgraphile";
import { makePgService } from "postgraphile/adaptors/pg";
import { PostGraphileAmberPreset } from "postgraphile/presets/amber";
import { addPgTableCondition, extendSchema, gql, wrapPlans } from "postgraphile/utils";

import { accountOf } from "./tokens.mjs";

const [CREATE, DASHBOARD] = ["create.sql", "dashboard.sql"].map((name) =>
  readFileSync(new URL(name, import.meta.url), "utf8"),
);

const owned = wrapPlans((build) => {
  const { sql } = build;
  const own = ($jobs) =>
    $jobs.where(
      sql`${$jobs.alias}.user_id = ${$jobs.placeholder(context().get("account"), TYPES.uuid)} AND ${$jobs.alias}.deleted_at IS NULL`,
    );
  return {
    Query: {
      allJobs(plan) {
        const $connection = plan();
        own($connection.getSubplan());
        return $connection;
      },
      jobByRowId(plan) {
        const $job = plan();
        own($job.getClassStep());
        return $job;
      },
    },
  };
});

const searched = addPgTableCondition(
  { schemaName: "public", tableName: "job" },
  "words",
  () => ({ type: GraphQLString }),
  (value, { sql, sqlTableAlias, sqlValueWithCodec }) => {
    const words = value.toLowerCase().split(/\s+/).map((word) => `'${word}':*`);
    const query = sqlValueWithCodec(words.join(" & "), TYPES.text);
    return sql`owned_words(${sqlTableAlias}.user_id, ${sqlTableAlias}.search) @@ ${query}::tsquery`;
  },
);

const added = extendSchema((build) => {
  const { executor } = build.pgResources.job;
  const run = async (client, name, text, values) => (await client.query({ name, text, values })).rows[0];
  return {
    typeDefs: gql`
      input Posting {
        companyName: String!
        jobTitle: String!
        jobDescription: String
        sourceUrl: String
        location: String
        tags: [String!]
      }
      type Saved {
        id: UUID!
        companyName: String!
        jobTitle: String!
        status: String!
        location: String
        createdAt: Datetime!
      }
      type Board {
        byStatus: JSON
        total: Int!
        responseRate: Float
        weeks: JSON
      }
      extend type Query {
        board(from: Date!, to: Date!): Board
      }
      extend type Mutation {
        saveJob(posting: Posting!): Saved
      }
    `,
    objects: {
      Query: {
        plans: {
          board(_, { $from, $to }) {
            const $asked = object({ account: context().get("account"), from: $from, to: $to });
            return withPgClient(executor, $asked, (client, { account, from, to }) =>
              run(client, "board", DASHBOARD, [account, from, to]),
            );
          },
        },
      },
      Mutation: {
        plans: {
          saveJob(_, { $posting }) {
            const $asked = object({ account: context().get("account"), posting: $posting });
            return sideEffectWithPgClient(executor, $asked, async (client, { account, posting }) => {
              const { companyName, jobTitle, jobDescription, sourceUrl, location, tags } = posting;
              const sent = [companyName, jobTitle, jobDescription, sourceUrl, location, tags];
              const row = await run(client, "save", CREATE, [account, randomUUID(), randomUUID(), ...sent]);
              return { ...row, created_at: row.created_at.toISOString() };
            });
          },
        },
      },
      Board: {
        plans: {
          byStatus: ($row) => get($row, "by_status"),
          responseRate: ($row) => get($row, "response_rate"),
        },
      },
      Saved: {
        plans: {
          companyName: ($row) => get($row, "company_name"),
          jobTitle: ($row) => get($row, "job_title"),
          createdAt: ($row) => get($row, "created_at"),
        },
      },
    },
  };
});

const pgl = postgraphile({
  extends: [PostGraphileAmberPreset],
  plugins: [owned, searched, added],
  // It would offer no order by what stands second in an index.
  disablePlugins: ["PgIndexBehaviorsPlugin"],
  pgServices: [makePgService({ poolConfig: { max: 10 }, schemas: ["public"] })],
  grafserv: { graphqlPath: "/graphql", graphiql: false, websockets: false },
  grafast: {
    context({ node }) {
      const account = accountOf(node?.req.headers.authorization);
      if (account === null) throw new GraphQLError("unauthorized");
      return { account };
    },
  },
});
const serv = pgl.createServ(grafserv);
const server = createServer();
await serv.addTo(server);
server.listen(Number(process.env.PORT), "127.0.0.1");
