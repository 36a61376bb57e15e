// urql: queries and mutations by fetch, subscriptions over server-sent events and over a WebSocket.
import assert from 'node:assert/strict';
import { Client, cacheExchange, fetchExchange, gql, subscriptionExchange } from '@urql/core';
import { createClient } from 'graphql-ws';
import { filter, pipe, take, toPromise } from 'wonka';
import WebSocket from 'ws';
import {
  CHANGED, CREATE, DRAFT, JOBS, REFUSED, UNKNOWN, account, authorization, changing, check, endpoint, finish,
  socketEndpoint,
} from './checks.mjs';

const ada = await account('urql');
const fetchOptions = { headers: authorization(ada.token) };
const overEvents = new Client({
  url: endpoint,
  exchanges: [cacheExchange, fetchExchange],
  fetchOptions,
  fetchSubscriptions: true,
  preferGetMethod: true,
});
const socket = createClient({
  url: socketEndpoint,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${ada.token}` },
});
const overSocket = new Client({
  url: endpoint,
  exchanges: [
    cacheExchange,
    fetchExchange,
    subscriptionExchange({
      forwardSubscription: ({ query, variables }) => ({
        subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
      }),
    }),
  ],
  fetchOptions,
  preferGetMethod: false,
});
const next = (source) => pipe(source, filter(({ stale }) => !stale), take(1), toPromise);

await check('urql: a mutation', async () => {
  const { data, error } = await overSocket.mutation(gql(CREATE), DRAFT);
  assert.equal(error, undefined);
  assert.equal(data.createJob.job.jobTitle, 'Engineer');
});
for (const [how, client] of [['GET', overEvents], ['POST', overSocket]]) {
  await check(`urql: a query by ${how}`, async () => {
    const { data, error } = await client.query(gql(JOBS), { first: 1 });
    assert.equal(error, undefined);
    assert.equal(data.jobs.totalCount, 1);
  });
  await check(`urql: an operation that is refused, by ${how}`, async () => {
    const { error } = await client.query(gql(UNKNOWN), {});
    assert.deepEqual(error.graphQLErrors.map((one) => one.extensions.code), ['GRAPHQL_VALIDATION_FAILED']);
  });
  await check(`urql: an error of a field, by ${how}`, async () => {
    const { error } = await client.query(gql(REFUSED), {});
    assert.deepEqual(error.graphQLErrors.map((one) => [one.path, one.extensions.code]), [[['jobs'], 'BAD_USER_INPUT']]);
  });
}
for (const [how, client] of [['server-sent events', overEvents], ['graphql-ws', overSocket]]) {
  await check(`urql: a subscription over ${how}`, async () => {
    const [id, { data, error }] = await changing(ada.token, next(client.subscription(gql(CHANGED), {})));
    assert.equal(error, undefined);
    assert.deepEqual([data.jobChanged.op, data.jobChanged.job.id], ['UPSERT', id]);
  });
  await check(`urql: a subscription that is refused, over ${how}`, async () => {
    const { error } = await next(client.subscription(gql('subscription Unknown { salary }'), {}));
    assert.deepEqual(error.graphQLErrors.map((one) => one.extensions.code), ['GRAPHQL_VALIDATION_FAILED']);
  });
}
await check('urql: a bad token', async () => {
  const stranger = new Client({
    url: endpoint,
    exchanges: [fetchExchange],
    fetchOptions: { headers: authorization('not-a-token') },
    preferGetMethod: false,
  });
  const { error } = await stranger.query(gql(JOBS), {});
  assert.equal(error.response.status, 401);
});
finish();
