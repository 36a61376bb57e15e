// Apollo Client: HTTP, persisted queries, and subscriptions over a WebSocket.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache, gql } from '@apollo/client';
import { CombinedGraphQLErrors, ServerError } from '@apollo/client/errors';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { createClient } from 'graphql-ws';
import WebSocket from 'ws';
import {
  CHANGED, CREATE, DRAFT, JOBS, REFUSED, UNKNOWN, account, authorization, changing, check, endpoint, finish,
  socketEndpoint,
} from './checks.mjs';

const ada = await account('apollo');
const socket = createClient({
  url: socketEndpoint,
  webSocketImpl: WebSocket,
  connectionParams: { Authorization: `Bearer ${ada.token}` },
});
const over = (link) => new ApolloClient({ link, cache: new InMemoryCache() });
const http = (token, options = {}) => new HttpLink({ uri: endpoint, headers: authorization(token), ...options });
const client = over(
  ApolloLink.split(({ operationType }) => operationType === 'subscription', new GraphQLWsLink(socket), http(ada.token)),
);
const codes = (error) => CombinedGraphQLErrors.is(error) && error.errors.map((one) => one.extensions.code);

await check('Apollo: a mutation', async () => {
  const { data } = await client.mutate({ mutation: gql(CREATE), variables: DRAFT });
  assert.equal(data.createJob.job.jobTitle, 'Engineer');
});
await check('Apollo: a query', async () => {
  const { data } = await client.query({ query: gql(JOBS), variables: { first: 1 } });
  assert.equal(data.jobs.totalCount, 1);
});
await check('Apollo: an operation that is refused', async () => {
  const error = await client.query({ query: gql(UNKNOWN) }).catch((one) => one);
  assert.deepEqual(codes(error), ['GRAPHQL_VALIDATION_FAILED']);
});
await check('Apollo: an error of a field', async () => {
  const error = await client.query({ query: gql(REFUSED) }).catch((one) => one);
  assert.deepEqual(codes(error), ['BAD_USER_INPUT']);
});
await check('Apollo: a bad token', async () => {
  const error = await over(http('not-a-token')).query({ query: gql(JOBS) }).catch((one) => one);
  assert.ok(CombinedGraphQLErrors.is(error) || ServerError.is(error), String(error));
  if (ServerError.is(error)) assert.equal(error.statusCode, 401);
  else assert.deepEqual(codes(error), ['UNAUTHORIZED']);
});
await check('Apollo: a subscription over graphql-ws', async () => {
  const told = new Promise((next, error) => client.subscribe({ query: gql(CHANGED) }).subscribe({ next, error }));
  const [id, { data }] = await changing(ada.token, told);
  assert.deepEqual([data.jobChanged.op, data.jobChanged.job.id], ['UPSERT', id]);
});

const sent = [];
const watched = (url, init) => {
  sent.push(`${init.method} ${/[?&]query=|"query"/.test(`${url}${init.body ?? ''}`) ? 'text' : 'hash'}`);
  return fetch(url, init);
};
const persisted = () =>
  over(
    new PersistedQueryLink({
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      useGETForHashedQueries: true,
    }).concat(http(ada.token, { fetch: watched })),
  );
await check('Apollo: a query that is not known by its hash is sent again with its text', async () => {
  const { data } = await persisted().query({ query: gql(JOBS), variables: { first: 1 } });
  assert.equal(data.jobs.nodes.length, 1);
  assert.deepEqual(sent.splice(0), ['GET hash', 'POST text']);
});
await check('Apollo: a query that is known is asked by a GET with its hash', async () => {
  const { data } = await persisted().query({ query: gql(JOBS), variables: { first: 1 } });
  assert.equal(data.jobs.nodes.length, 1);
  assert.deepEqual(sent.splice(0), ['GET hash']);
});
await check('Apollo: a mutation through the persisted query link', async () => {
  const { data } = await persisted().mutate({ mutation: gql(CREATE), variables: DRAFT });
  assert.equal(data.createJob.job.jobTitle, 'Engineer');
  assert.deepEqual(sent.splice(0), ['POST hash', 'POST text']);
});
finish();
