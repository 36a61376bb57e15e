// Relay: relay-compiler over our schema, and relay-runtime with what it made of relay/tracker.js.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { createClient } from 'graphql-ws';
import relay from 'relay-runtime';
import WebSocket from 'ws';
import { account, authorization, changing, check, createJob, endpoint, finish, socketEndpoint } from './checks.mjs';

await check('Relay: the compiler takes the schema and the operations', async () => {
  execFileSync('../node_modules/.bin/relay-compiler', { cwd: 'relay', stdio: 'pipe' });
});
const require = createRequire(import.meta.url);
const compiled = (name) => require(`../relay/__generated__/tracker${name}.graphql.js`);

const ada = await account('relay');
const socket = createClient({
  url: socketEndpoint,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${ada.token}` },
});

async function fetched({ text: query }, variables) {
  const headers = { 'content-type': 'application/json', ...authorization(ada.token) };
  const response = await fetch(endpoint, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
  return response.json();
}
const subscribed = ({ text: query }, variables) =>
  relay.Observable.create((sink) => socket.subscribe({ query, variables }, sink));

const environment = (options) =>
  new relay.Environment({
    network: relay.Network.create(fetched, subscribed),
    store: new relay.Store(new relay.RecordSource()),
    ...options,
  });

// These have an id that is not their own, and would be taken for what it names: docs/clients.md has the whole story.
const NO_NODES = new Set(['JobChange', 'JobChanged', 'Activity', 'FlowNode']);
const getDataID = (value, type) => (NO_NODES.has(type) ? undefined : value.id);

const client = environment({ getDataID });
const ask = (name, variables, by = client) => {
  by.retain(relay.createOperationDescriptor(relay.getRequest(compiled(name)), variables));
  return relay.fetchQuery(by, compiled(name), variables).toPromise();
};
const read = (name, reference, by = client) =>
  by.lookup(relay.getSingularSelector(compiled(name), reference)).data;
const inStore = (name, variables, by = client) =>
  by.lookup(relay.createOperationDescriptor(relay.getRequest(compiled(name)), variables).fragment).data;
const mutate = (name, variables) =>
  new Promise((onCompleted, onError) =>
    relay.commitMutation(client, { mutation: compiled(name), variables, onCompleted, onError }));

const titles = (page) => page.jobs.edges.map(({ node }) => read('Job_job', node).jobTitle);
const ids = [];
for (const title of ['Actuary', 'Baker', 'Carpenter', 'Dentist', 'Engineer']) ids.push(await createJob(ada.token, title));
const all = await ask('JobsQuery', { search: null });

await check('Relay: a query with fragments', async () => {
  assert.equal(all.me.email, ada.email);
  assert.deepEqual(titles(read('Jobs_query', all)), ['Actuary', 'Baker']);
});
await check('Relay: further pages of a connection are joined to the first', async () => {
  const sizes = [];
  for (let page = read('Jobs_query', all); page.jobs.pageInfo.hasNextPage; page = read('Jobs_query', all)) {
    sizes.push(page.jobs.edges.length);
    await ask('JobsPageQuery', { count: 2, cursor: page.jobs.pageInfo.endCursor, search: null });
  }
  const { jobs } = read('Jobs_query', all);
  assert.deepEqual([...sizes, jobs.edges.length, jobs.totalCount], [2, 4, 5, 5]);
  assert.deepEqual(titles({ jobs }), ['Actuary', 'Baker', 'Carpenter', 'Dentist', 'Engineer']);
});
await check('Relay: a node by its id', async () => {
  const { node } = await ask('NodeQuery', { id: ids[0] });
  assert.equal(node.__typename, 'Job');
  assert.equal(read('Job_job', node.job).jobTitle, 'Actuary');
  assert.deepEqual(read('History_job', node.history).events.edges.map((edge) => edge.node.toStatus), ['INTERESTED']);
});
await check('Relay: a fragment that is fetched again by the id of its node', async () => {
  const { node } = await ask('JobRefetchQuery', { id: ids[1] });
  assert.equal(read('Job_job', node).jobTitle, 'Baker');
});
await check('Relay: a mutation, and its job put in front of the list', async () => {
  const { __id: connection } = read('Jobs_query', all).jobs;
  const input = { companyName: 'Initech', jobTitle: 'Falconer' };
  const { createJob: result } = await mutate('CreateMutation', { input, connections: [connection] });
  assert.equal(result.__typename, 'CreateJobPayload');
  assert.deepEqual(titles(read('Jobs_query', all)).slice(0, 2), ['Falconer', 'Actuary']);
});
await check('Relay: a mutation that fails in an expected way', async () => {
  const input = { companyName: 'Initech', jobTitle: ' ' };
  const { createJob: result } = await mutate('CreateMutation', { input, connections: [] });
  assert.deepEqual([result.code, result.fields.map(({ field }) => field)], ['VALIDATION_ERROR', ['jobTitle']]);
});
await check('Relay: an error', async () => {
  await assert.rejects(ask('JobsPageQuery', { count: 101 }), ({ source }) => {
    assert.deepEqual(source.errors.map(({ extensions }) => extensions.code), ['BAD_USER_INPUT']);
    return true;
  });
});

/** Is told of a change of a job by one client: the event, and what that client then has for the job. */
async function told(id, by) {
  await ask('NodeQuery', { id }, by);
  const event = new Promise((onNext, onError) =>
    relay.requestSubscription(by, { subscription: compiled('ChangedSubscription'), variables: {}, onNext, onError }));
  const [, { jobChanged }] = await changing(ada.token, event, id);
  const { node } = inStore('NodeQuery', { id }, by);
  return { jobChanged, node };
}
await check('Relay: a subscription brings the job in the store up to date', async () => {
  const { jobChanged, node } = await told(ids[2], client);
  assert.deepEqual([jobChanged.op, node.__typename], ['UPSERT', 'Job']);
  assert.match(read('Job_job', node.job).notes, /^round \d+$/);
});
await check('Relay: changes since the beginning leave the jobs in the store jobs', async () => {
  const { changes } = await ask('ChangesQuery', {});
  assert.deepEqual([changes.changes.length, changes.hasMore], [6, false]);
  assert.equal(inStore('NodeQuery', { id: ids[0] }).node.__typename, 'Job');
});
await check('Relay: without getDataID an event is taken for its job, so that clients need it', async () => {
  const { node } = await told(ids[3], environment({}));
  assert.deepEqual([node.__typename, node.job], ['JobChanged', null]);
});
finish();
