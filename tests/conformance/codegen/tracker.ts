// What an application with generated types says of its data; tsc must find it right, and wrong where it says so.
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { print } from 'graphql';
import { graphql, read } from './__generated__/index';
import type { CreateJobInput, JobStatus } from './__generated__/graphql';

const JOB = graphql(`
  fragment TrackedJob on Job {
    id
    jobTitle
    status
    tags
    aiParsedData
    appliedAt
  }
`);
const JOBS = graphql(`
  query Jobs($first: Int, $after: String, $filter: JobFilter, $orderBy: JobOrder) {
    jobs(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
      totalCount
      pageInfo {
        hasNextPage
        endCursor
      }
      nodes {
        ...TrackedJob
      }
    }
  }
`);
const NODE = graphql(`
  query Node($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Job {
        ...TrackedJob
      }
      ... on JobEvent {
        toStatus
      }
    }
  }
`);
const CREATE = graphql(`
  mutation Create($input: CreateJobInput!) {
    createJob(input: $input) {
      __typename
      ... on CreateJobPayload {
        job {
          ...TrackedJob
        }
      }
      ... on Error {
        code
        message
      }
      ... on DuplicateJob {
        existing {
          id
        }
      }
    }
  }
`);
const CHANGED = graphql(`
  subscription Changed($filter: JobFilter) {
    jobChanged(filter: $filter) {
      op
      id
      job {
        ...TrackedJob
      }
    }
  }
`);

/** The data of an operation, with the types of its document. */
async function ask<Data, Variables>(document: TypedDocumentNode<Data, Variables>, variables: Variables): Promise<Data> {
  const body = JSON.stringify({ query: print(document), variables });
  const response = await fetch('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
  return ((await response.json()) as { data: Data }).data;
}

export async function titlesOf(status: JobStatus): Promise<string[]> {
  const { jobs } = await ask(JOBS, { first: 20, filter: { status: [status] }, orderBy: { field: 'JOB_TITLE' } });
  const found: number = jobs.totalCount;
  const cursor: string | null | undefined = jobs.pageInfo.endCursor;
  return [`${found} up to ${cursor}`, ...read(JOB, jobs.nodes).map((job) => job.jobTitle)];
}

export async function statusOf(id: string): Promise<JobStatus | undefined> {
  const { node } = await ask(NODE, { id });
  if (node?.__typename === 'JobEvent') return node.toStatus;
  return node?.__typename === 'Job' ? read(JOB, node).status : undefined;
}

export async function save(input: CreateJobInput): Promise<string> {
  const { createJob: result } = await ask(CREATE, { input });
  switch (result.__typename) {
    case 'CreateJobPayload':
      return read(JOB, result.job).id;
    case 'DuplicateJob':
      return result.existing.id;
    default:
      throw new Error(`${result.code}: ${result.message}`);
  }
}

export async function changed(): Promise<string | null | undefined> {
  const { jobChanged: event } = await ask(CHANGED, {});
  return event.op === 'UPSERT' ? read(JOB, event.job)?.appliedAt : event.id;
}

export const mistakes = [
  // @ts-expect-error There is no such status.
  () => titlesOf('HIRED'),
  // @ts-expect-error A title is needed.
  () => save({ companyName: 'Initech' }),
  // @ts-expect-error Only what was selected is there.
  async () => read(JOB, (await ask(JOBS, {})).jobs.nodes)[0]?.companyName,
];
