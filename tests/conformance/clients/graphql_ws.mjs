// graphql-ws, the client that urql, Apollo and Relay use for WebSockets.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  CHANGED, CREATE, DRAFT, JOBS, REFUSED, UNKNOWN, account, changing, check, finish, logIn, ask, socketEndpoint,
} from './checks.mjs';

const ada = await account('graphql-ws');
const connect = (token, options = {}) =>
  createClient({
    url: socketEndpoint,
    webSocketImpl: WebSocket,
    connectionParams: { Authorization: `Bearer ${token}` },
    retryAttempts: 0,
    ...options,
  });
const client = connect(ada.token);

/** All answers, once the server has said that there are no more. */
const all = (payload, by = client) =>
  new Promise((resolve, reject) => {
    const answers = [];
    by.subscribe(payload, { next: (one) => answers.push(one), error: reject, complete: () => resolve(answers) });
  });
const first = async (payload, by = client) => (await by.iterate(payload).next()).value;

await check('graphql-ws: a mutation', async () => {
  const [{ data }] = await all({ query: CREATE, variables: DRAFT });
  assert.equal(data.createJob.job.jobTitle, 'Engineer');
});
await check('graphql-ws: a query, completed by the server', async () => {
  const answers = await all({ query: JOBS, variables: { first: 1 } });
  assert.deepEqual(answers.map(({ data }) => data.jobs.totalCount), [1]);
});
await check('graphql-ws: an operation that is refused is an error', async () => {
  await assert.rejects(all({ query: UNKNOWN }), (errors) => errors[0].extensions.code === 'GRAPHQL_VALIDATION_FAILED');
});
await check('graphql-ws: an error of a field comes with its path', async () => {
  const [{ errors }] = await all({ query: REFUSED });
  assert.deepEqual(errors.map(({ path, extensions }) => [path, extensions.code]), [[['jobs'], 'BAD_USER_INPUT']]);
});
await check('graphql-ws: a subscription is told of a change made meanwhile', async () => {
  const [id, { data }] = await changing(ada.token, first({ query: CHANGED }));
  assert.deepEqual([data.jobChanged.op, data.jobChanged.id], ['UPSERT', id]);
});
await check('graphql-ws: a subscription that the client ends leaves the others alone', async () => {
  const endless = client.iterate({ query: CHANGED });
  const other = client.iterate({ query: CHANGED });
  const told = other.next();
  await changing(ada.token, endless.next());
  await endless.return();
  await told;
  const [, { value }] = await changing(ada.token, other.next());
  assert.equal(value.data.jobChanged.op, 'UPSERT');
  await other.return();
});
await check('graphql-ws: a bad token closes the socket as Forbidden', async () => {
  await assert.rejects(all({ query: JOBS }, connect('not-a-token')), ({ code }) => code === 4403);
});
await check('graphql-ws: a subscription goes on with a new token when its session ends', async () => {
  const tokens = [await logIn(ada), ada.token];
  const closed = [];
  const renewing = connect(undefined, {
    connectionParams: () => ({ Authorization: `Bearer ${tokens.shift()}` }),
    retryAttempts: 1,
    retryWait: async () => {},
    on: { closed: ({ code }) => closed.push(code) },
  });
  const [session] = tokens;
  const stream = renewing.iterate({ query: CHANGED });
  await changing(ada.token, stream.next());
  await ask('mutation { logOut { __typename } }', {}, session);
  await changing(ada.token, (async () => {
    while (!closed.length) await stream.next();
    return stream.next();
  })());
  assert.deepEqual(closed, [4403]);
  assert.equal(tokens.length, 0);
});
finish();
