// The playground: GraphiQL with examples that lead from an account to a first list. The access token of the
// last logIn is kept in this tab's memory and sent along unless the header editor has an Authorization.
"use strict";

const EXAMPLES = [
  {
    query: `# 1. Open an account; then run the other tabs
#    from left to right: log in, save a job, list.
mutation SignUp {
  signUp(input: {
    email: "me@example.com"
    password: "plum-Orbit-lantern-42"
  }) {
    __typename
    ... on SignUpPayload { user { id email } }
    ... on Error { code message }
    ... on ValidationError { fields { field message } }
  }
}
`,
  },
  {
    query: `# 2. Log in. This tab sends the token from now on;
#    for another one use the header editor below:
#    { "Authorization": "Bearer TOKEN" }
mutation LogIn {
  logIn(input: {
    email: "me@example.com"
    password: "plum-Orbit-lantern-42"
  }) {
    __typename
    ... on LogInPayload {
      session { accessToken refreshToken expiresAt }
    }
    ... on Error { code message }
  }
}
`,
  },
  {
    query: `# 3. Save a posting.
mutation SaveJob($input: CreateJobInput!) {
  createJob(input: $input) {
    __typename
    ... on CreateJobPayload { job { id jobId status version } }
    ... on Error { code message }
    ... on ValidationError { fields { field message } }
    ... on DuplicateJob { existing { id status } }
  }
}
`,
    variables: JSON.stringify(
      {
        input: {
          companyName: "Northwind",
          jobTitle: "Backend Engineer",
          sourceUrl: "https://jobs.example.com/northwind/backend-engineer",
          status: "APPLIED",
          tags: ["dream job"],
        },
      },
      null,
      2,
    ),
  },
  {
    query: `# 4. List what you have, with its history.
query MyJobs {
  jobs(
    first: 10
    filter: { status: [INTERESTED, APPLIED] }
    orderBy: { field: UPDATED_AT }
  ) {
    totalCount
    nodes {
      id
      companyName
      jobTitle
      status
      appliedAt
      events(first: 3) { nodes { toStatus occurredAt } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
];

let token = null;

async function fetcher(parameters, options) {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json" };
  for (const [name, value] of Object.entries((options && options.headers) || {})) headers[name] = value;
  const hasToken = Object.keys(headers).some((name) => name.toLowerCase() === "authorization");
  if (token && !hasToken) headers.Authorization = `Bearer ${token}`;
  const response = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(parameters) });
  const answer = await response.json();
  const session = Object.values(answer.data || {}).find((value) => value && value.session);
  if (session && session.session.accessToken) token = session.session.accessToken;
  if (response.status === 401) token = null;
  return answer;
}

// The wheel brings React 17, which has no createRoot.
ReactDOM.render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultTabs: EXAMPLES,
    defaultEditorToolsVisibility: "headers",
    isHeadersEditorEnabled: true,
    shouldPersistHeaders: false,
  }),
  document.getElementById("playground"),
);
