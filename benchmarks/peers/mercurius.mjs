// Mercurius on fastify with its compiler on, and SQL written by hand: the fastest that is usual on Node.
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";

import Fastify from "fastify";
import mercurius from "mercurius";
import pg from "pg";

import { accountOf } from "./tokens.mjs";

const pool = new pg.Pool({ max: 10 });
const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const [CREATE, DASHBOARD] = ["create.sql", "dashboard.sql"].map(read);
const NEWEST = "ORDER BY created_at DESC, job.id DESC";

// Prepared once a connection; the name is what PostgreSQL knows a statement by.
const names = new Map();
async function query(text, values) {
  if (!names.has(text)) names.set(text, `statement ${names.size}`);
  return (await pool.query({ name: names.get(text), text, values })).rows;
}

const snake = (name) => name.replace(/[A-Z]/g, (letter) => "_" + letter.toLowerCase());

/** The columns behind the fields that are selected of a job, in the list's nodes or of the one. */
function columns(info, ...path) {
  let fields = info.fieldNodes[0].selectionSet.selections;
  for (const name of path) {
    const found = fields.find((field) => field.name.value === name);
    if (found === undefined) return [];
    fields = found.selectionSet.selections;
  }
  return fields.filter((field) => !field.selectionSet).map((field) => field.name.value);
}

const selected = (names) => ["job_id", ...names.filter((name) => name !== "jobId").map(snake)].join(", ");

/** Which jobs, and the values behind the placeholders. */
function matching({ account }, { filter, search }) {
  const values = [account];
  let [from, where] = ["job", "user_id = $1 AND deleted_at IS NULL"];
  if (filter?.status) where += ` AND status = ANY($${values.push(filter.status.map((one) => one.toLowerCase()))})`;
  if (search) {
    const words = search.toLowerCase().split(/\s+/).map((word) => `'${account.slice(-8)}${word}':*`);
    const query = `$${values.push(words.join(" & "))}::tsquery`;
    // OFFSET 0 as our own search has it.
    from = `(SELECT * FROM job WHERE owned_words(user_id, search) @@ ${query} OFFSET 0) AS job`;
  }
  return [`FROM ${from} WHERE ${where}`, values];
}

async function jobs(_root, args, context, info) {
  const [matches, values] = matching(context, args);
  const wanted = info.fieldNodes[0].selectionSet.selections.map((field) => field.name.value);
  const list = selected(columns(info, "nodes"));
  const text = `SELECT ${list} ${matches} ${NEWEST} LIMIT $${values.length + 1}`;
  const [nodes, counted] = await Promise.all([
    query(text, [...values, args.first]),
    wanted.includes("totalCount") ? query(`SELECT count(*)::int ${matches}`, values) : null,
  ]);
  return { nodes, totalCount: counted?.[0].count };
}

async function job(_root, { id }, { account }, info) {
  const list = selected(columns(info));
  const text = `SELECT ${list} FROM job WHERE user_id = $1 AND id = $2 AND deleted_at IS NULL`;
  return (await query(text, [account, id]))[0];
}

async function events(job, { first }) {
  const text =
    "SELECT id, type, from_status, to_status, occurred_at, note FROM job_event WHERE job_id = $1 " +
    "ORDER BY occurred_at DESC, recorded_at DESC, id DESC LIMIT $2";
  return { nodes: await query(text, [job.job_id, first]) };
}

async function createJob(_root, { input }, { account }) {
  const { companyName, jobTitle, jobDescription, sourceUrl, location, tags } = input;
  const sent = [companyName, jobTitle, jobDescription, sourceUrl, location, tags];
  return { job: (await query(CREATE, [account, randomUUID(), randomUUID(), ...sent]))[0] };
}

/** The whole board by one query, of which both of its fields take their part. */
async function board(_root, { from, to }, { account }) {
  const [row] = await query(DASHBOARD, [account, from, to]);
  return {
    byStatus: Object.entries(row.by_status ?? {}).map(([status, count]) => ({ status: status.toUpperCase(), count })),
    totalApplications: { value: Number(row.total) },
    responseRate: { value: row.response_rate },
    timeline: { data: row.weeks ?? [] },
  };
}

const upper = (name) => (row) => row[name]?.toUpperCase();
const iso = (name) => (row) => row[name].toISOString();
const named = (...names) => Object.fromEntries(names.map((name) => [name, (row) => row[snake(name)]]));
const resolvers = {
  Query: { jobs, job, board },
  Mutation: { createJob },
  Job: {
    ...named("jobId", "companyName", "jobTitle", "jobDescription", "sourceUrl", "isRemote", "salaryMin", "salaryMax"),
    status: upper("status"),
    jobType: upper("job_type"),
    createdAt: iso("created_at"),
    events,
  },
  JobEvent: {
    type: upper("type"),
    fromStatus: upper("from_status"),
    toStatus: upper("to_status"),
    occurredAt: iso("occurred_at"),
  },
};

const app = Fastify();
await app.register(mercurius, {
  schema: read("mercurius.graphql"),
  resolvers,
  jit: 1,
  context: (request) => {
    const account = accountOf(request.headers.authorization);
    if (account === null) throw new mercurius.ErrorWithProps("unauthorized", {}, 401);
    return { account };
  },
});
await app.listen({ port: Number(process.env.PORT), host: "127.0.0.1" });
