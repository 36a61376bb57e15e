// The audits of GraphQL over HTTP that the npm package graphql-http brings: the specification's MUST, SHOULD and MAY.
import assert from 'node:assert/strict';
import { serverAudits } from 'graphql-http';
import { check, endpoint, finish } from './checks.mjs';

const audits = serverAudits({ url: endpoint, fetchFn: fetch });
for (const audit of audits) {
  await check(`GraphQL over HTTP: ${audit.id} ${audit.name}`, async () => {
    const result = await audit.fn();
    assert.equal(result.status, 'ok', result.reason);
  });
}
await check('GraphQL over HTTP: there are 61 audits', async () => assert.equal(audits.length, 61));
finish();
