// graphql-sse, a client for server-sent events, with a connection for each operation.
import assert from 'node:assert/strict';
import { createClient } from 'graphql-sse';
import {
  CHANGED, CREATE, DRAFT, JOBS, REFUSED, UNKNOWN, account, ask, authorization, changing, check, endpoint, finish, logIn,
} from './checks.mjs';

const ada = await account('graphql-sse');
const connect = (token) => createClient({ url: endpoint, headers: authorization(token), retryAttempts: 0 });
const client = connect(ada.token);

/** All answers, once the server has said that there are no more. */
const all = (payload, by = client) =>
  new Promise((resolve, reject) => {
    const answers = [];
    by.subscribe(payload, { next: (one) => answers.push(one), error: reject, complete: () => resolve(answers) });
  });

await check('graphql-sse: a mutation', async () => {
  const [{ data }] = await all({ query: CREATE, variables: DRAFT });
  assert.equal(data.createJob.job.jobTitle, 'Engineer');
});
await check('graphql-sse: a query, completed by the server', async () => {
  const answers = await all({ query: JOBS, variables: { first: 1 } });
  assert.deepEqual(answers.map(({ data }) => data.jobs.totalCount), [1]);
});
await check('graphql-sse: the errors of an operation that is refused are its one answer', async () => {
  const answers = await all({ query: UNKNOWN });
  assert.deepEqual(answers.map(({ errors }) => errors[0].extensions.code), ['GRAPHQL_VALIDATION_FAILED']);
});
await check('graphql-sse: an error of a field comes with its path', async () => {
  const [{ errors }] = await all({ query: REFUSED });
  assert.deepEqual(errors.map(({ path, extensions }) => [path, extensions.code]), [[['jobs'], 'BAD_USER_INPUT']]);
});
await check('graphql-sse: a subscription is told of a change made meanwhile', async () => {
  const stream = client.iterate({ query: CHANGED });
  const [id, { value }] = await changing(ada.token, stream.next());
  assert.deepEqual([value.data.jobChanged.op, value.data.jobChanged.id], ['UPSERT', id]);
  await stream.return();
});
await check('graphql-sse: a bad token is refused with 401', async () => {
  await assert.rejects(all({ query: JOBS }, connect('not-a-token')), ({ response }) => response.status === 401);
});
await check('graphql-sse: the server completes a subscription whose session ends, and says why', async () => {
  const token = await logIn(ada);
  const answers = all({ query: CHANGED }, connect(token));
  await ask('mutation { logOut { __typename } }', {}, token);
  assert.deepEqual((await answers).map(({ errors }) => errors[0].extensions.code), ['UNAUTHORIZED']);
});
finish();
