// What an application with Relay says of its data: relay-compiler reads it, and clients/relay.mjs runs what it makes of
// it. Names begin with the file's name because the compiler asks for that.
const { graphql } = require('relay-runtime');

module.exports = [
  graphql`
    query trackerJobsQuery($search: String) {
      me {
        email
      }
      ...trackerJobs_query @arguments(search: $search)
    }
  `,
  graphql`
    fragment trackerJobs_query on Query
    @refetchable(queryName: "trackerJobsPageQuery")
    @argumentDefinitions(
      count: { type: "Int", defaultValue: 2 }
      cursor: { type: "String" }
      search: { type: "String" }
    ) {
      jobs(first: $count, after: $cursor, search: $search, orderBy: { field: JOB_TITLE, direction: ASC })
        @connection(key: "trackerJobs_jobs", filters: ["search"]) {
        __id
        totalCount
        edges {
          node {
            ...trackerJob_job
          }
        }
      }
    }
  `,
  graphql`
    fragment trackerJob_job on Job @refetchable(queryName: "trackerJobRefetchQuery") {
      id
      jobTitle
      notes
      status
      updatedAt
    }
  `,
  graphql`
    fragment trackerHistory_job on Job
    @refetchable(queryName: "trackerHistoryPageQuery")
    @argumentDefinitions(count: { type: "Int", defaultValue: 20 }, cursor: { type: "String" }) {
      events(last: $count, before: $cursor) @connection(key: "trackerHistory_events") {
        edges {
          node {
            toStatus
          }
        }
      }
    }
  `,
  graphql`
    query trackerNodeQuery($id: ID!) {
      node(id: $id) {
        __typename
        ...trackerJob_job @alias(as: "job")
        ...trackerHistory_job @alias(as: "history")
      }
    }
  `,
  graphql`
    mutation trackerCreateMutation($input: CreateJobInput!, $connections: [ID!]!) {
      createJob(input: $input) {
        __typename
        ... on CreateJobPayload {
          job @prependNode(connections: $connections, edgeTypeName: "JobEdge") {
            ...trackerJob_job
          }
        }
        ... on Error {
          code
          message
        }
        ... on ValidationError {
          fields {
            field
          }
        }
      }
    }
  `,
  graphql`
    subscription trackerChangedSubscription($filter: JobFilter) {
      jobChanged(filter: $filter) {
        op
        job {
          ...trackerJob_job
        }
      }
    }
  `,
  graphql`
    query trackerChangesQuery($since: SyncToken) {
      changes(since: $since) {
        token
        hasMore
        changes {
          op
          job {
            ...trackerJob_job
          }
        }
      }
    }
  `,
];
