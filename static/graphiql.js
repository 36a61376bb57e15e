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
    ... on ValidationError {
      fields { field message }
    }
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
    ... on CreateJobPayload {
      job { id jobId status version }
    }
    ... on Error { code message }
    ... on ValidationError {
      fields { field message }
    }
    ... on DuplicateJob {
      existing { id status }
    }
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
      events(first: 3) {
        nodes { toStatus occurredAt }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
];

let token = null;

function fetcher(parameters, options) {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json, application/json" };
  for (const [name, value] of Object.entries((options && options.headers) || {})) headers[name] = value;
  const given = Object.keys(headers).find((name) => name.toLowerCase() === "authorization");
  if (token && !given) headers.Authorization = `Bearer ${token}`;
  const authorization = given ? headers[given] : headers.Authorization;
  return isSubscription(parameters, options) ? subscribe(parameters, authorization) : send(parameters, headers);
}

async function send(parameters, headers) {
  const response = await fetch("/graphql", { method: "POST", headers, body: JSON.stringify(parameters) });
  const answer = await response.json();
  const session = Object.values(answer.data || {}).find((value) => value && value.session);
  if (session && session.session.accessToken) token = session.session.accessToken;
  if (response.status === 401) token = null;
  return answer;
}

function isSubscription(parameters, options) {
  const definitions = (options && options.documentAST && options.documentAST.definitions) || [];
  const chosen = ({ kind, name }) =>
    kind === "OperationDefinition" && (!parameters.operationName || (name && name.value === parameters.operationName));
  return definitions.some((definition) => chosen(definition) && definition.operation === "subscription");
}

// Over a WebSocket of its own, closed when the operation is stopped.
function subscribe(parameters, authorization) {
  const client = graphqlWs.createClient({
    url: location.href.replace(/^http/, "ws").replace(/[?#].*$/, ""),
    connectionParams: authorization ? { Authorization: authorization } : {},
  });
  return {
    subscribe(observer) {
      const failed = (error) => observer.error(error.code ? new Error(`${error.code} ${error.reason}`) : error);
      const stop = client.subscribe(parameters, { ...observer, next: (answer) => observer.next(answer), error: failed });
      return { unsubscribe: () => { stop(); client.dispose(); } };
    },
  };
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
