// What every program here has in common: where the server is, accounts on it, and one line per check.
import assert from 'node:assert/strict';

const SECONDS = 20;
export const address = process.env.SERVER;
export const endpoint = `${address}/graphql`;
export const socketEndpoint = endpoint.replace('http', 'ws');
let failures = 0;

/** Runs one check and prints its line; a check that does not end in time has failed. */
export async function check(name, action) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${SECONDS} s`)), SECONDS * 1000);
  });
  try {
    await Promise.race([action(), late]);
    console.log(`ok     ${name}`);
  } catch (error) {
    failures += 1;
    console.log(`FAILED ${name}: ${String(error?.stack ?? JSON.stringify(error)).replaceAll('\n', '\n       ')}`);
  } finally {
    clearTimeout(timer);
  }
}

// urql leaves the rejection of the request that it has aborted to nobody.
process.on('uncaughtException', (error) => {
  if (error?.name === 'AbortError') return;
  console.log(`FAILED ${error?.stack ?? error}`);
  process.exit(1);
});

/** Ends the program, whatever is still connected. */
export const finish = () => process.exit(failures ? 1 : 0);

/** The data of an operation sent in the plainest way. */
export async function ask(query, variables = {}, token = undefined) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorization(token) },
    body: JSON.stringify({ query, variables }),
  });
  const { data, errors } = await response.json();
  assert.equal(errors, undefined, JSON.stringify(errors));
  return data;
}

export const authorization = (token) => (token ? { authorization: `Bearer ${token}` } : {});

/** A new account: its address and password, and the token of a session. */
export async function account(name) {
  const input = { email: `${name}@example.com`, password: 'plum-Orbit-lantern-42' };
  await ask('mutation ($input: SignUpInput!) { signUp(input: $input) { __typename } }', { input });
  return { ...input, token: await logIn(input) };
}

/** The access token of another session. */
export async function logIn({ email, password }) {
  const query = `mutation ($input: LogInInput!) {
    logIn(input: $input) { ... on LogInPayload { session { accessToken } } }
  }`;
  return (await ask(query, { input: { email, password } })).logIn.session.accessToken;
}

/** The id of a new job. */
export async function createJob(token, jobTitle) {
  const query = `mutation ($input: CreateJobInput!) {
    createJob(input: $input) { ... on CreateJobPayload { job { id } } }
  }`;
  return (await ask(query, { input: { companyName: 'Initech', jobTitle } }, token)).createJob.job.id;
}

/** Changes a job (a new one unless told) again and again, as somebody else would, until `promise` is settled; then both. */
export async function changing(token, promise, job = undefined) {
  const id = job ?? (await createJob(token, 'Changed meanwhile'));
  const query = 'mutation ($input: UpdateJobInput!) { updateJob(input: $input) { __typename } }';
  let settled = false;
  const end = () => { settled = true; };
  promise.then(end, end);
  for (let round = 1; !settled; round += 1) {
    await ask(query, { input: { id, notes: `round ${round}` } }, token);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return [id, await promise];
}

export const JOBS = 'query Jobs($first: Int) { jobs(first: $first) { totalCount nodes { id jobTitle } } }';
export const CREATE = `mutation Create($input: CreateJobInput!) {
  createJob(input: $input) {
    __typename
    ... on CreateJobPayload { job { id jobTitle status } }
    ... on Error { code message }
  }
}`;
export const UNKNOWN = 'query Unknown { salary }';
// A field error: execution began, and `errors` has a path.
export const REFUSED = 'query Refused { jobs(first: 101) { totalCount } }';
export const CHANGED = 'subscription Changed { jobChanged { op id job { id notes } } }';
export const DRAFT = { input: { companyName: 'Initech', jobTitle: 'Engineer' } };
