// graphql-codegen: types for the operations of codegen/tracker.ts, which tsc finds right in its strictest mode.
import { execFileSync } from 'node:child_process';
import { check, finish } from './checks.mjs';

/** Runs a program of a package; what it printed is the reason if it fails. */
function run(name, ...given) {
  try {
    execFileSync(`node_modules/.bin/${name}`, given, { stdio: 'pipe' });
  } catch ({ stdout, stderr, message }) {
    throw new Error(`${stdout}${stderr}` || message);
  }
}

await check('graphql-codegen: types for the schema and the operations', async () => {
  run('graphql-codegen', '--config', 'codegen/codegen.json');
});
await check('graphql-codegen: tsc finds their use right, and the mistakes wrong', async () => {
  run('tsc', '--project', 'codegen');
});
finish();
