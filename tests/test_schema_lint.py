"""Each rule of the schema's lint can fail, and names the place."""

import pytest

from tests import schema_lint
from tests.schema_lint import ACCEPTED, faults

SOUND = '''
"""Asked."""
type Query {
  """Jobs."""
  jobs(
    """At most."""
    first: Int
    """After."""
    after: String
    """At most."""
    last: Int
    """Before."""
    before: String
  ): JobConnection!
  """A node."""
  node(
    """Its id."""
    id: ID!
  ): Node
}
"""Done."""
type Mutation {
  """Makes a job."""
  makeJob(
    """What of."""
    input: MakeJobInput!
  ): MakeJobResult!
  """Waits."""
  wait: WaitResult!
}
"""What of."""
input MakeJobInput {
  """The tags."""
  tags: [String!]
  """How far."""
  status: Status
}
"""How far."""
enum Status {
  """Not at all."""
  NOT_YET
}
"""Made."""
type MakeJobPayload {
  """The job."""
  job: Job!
}
"""Made or not."""
union MakeJobResult = MakeJobPayload | NotFound
"""Waited."""
type WaitPayload {
  """How long, in seconds."""
  seconds: Int! @deprecated(reason: "Ask `jobs`.")
}
"""Waited."""
union WaitResult = WaitPayload
"""Failed."""
interface Error {
  """Why."""
  code: String!
}
"""Not there."""
type NotFound implements Error {
  """Why."""
  code: String!
}
"""With an id."""
interface Node {
  """The id."""
  id: ID!
}
"""A job."""
type Job implements Node {
  """The id."""
  id: ID!
}
"""Jobs."""
type JobConnection {
  """Edges."""
  edges: [JobEdge!]!
  """Jobs."""
  nodes: [Job!]!
  """The page."""
  pageInfo: PageInfo!
  """All."""
  totalCount: Int!
}
"""An edge."""
type JobEdge {
  """Its place."""
  cursor: String!
  """The job."""
  node: Job!
}
"""The page."""
type PageInfo {
  """More."""
  hasNextPage: Boolean!
}
'''


def test_nothing_is_found_in_a_sound_schema() -> None:
    assert faults(SOUND) == []


@pytest.mark.parametrize(
    ("text", "changed", "found"),
    [
        ('"""A job."""', "", "Job: is not described"),
        ('"""The tags."""', '" "', "MakeJobInput.tags: is not described"),
        ('"""Its id."""', "", "Query.node(id): is not described"),
        ('"""Not at all."""', "", "Status.NOT_YET: is not described"),
        ('"""Its place."""', "", "JobEdge.cursor: is not described"),
        ("Status", "job_status", "job_status: is not in PascalCase"),
        ("NOT_YET", "notYet", "Status.notYet: is not in UPPER_CASE"),
        ("hasNextPage", "has_next_page", "PageInfo.has_next_page: is not in camelCase"),
        ("tags:", "Tags:", "MakeJobInput.Tags: is not in camelCase"),
        ("    id: ID!", "    ID: ID!", "Query.node(ID): is not in camelCase"),
        ("input: MakeJobInput!", "input: MakeJobInput", "Mutation.makeJob: does not take one input: MakeJobInput!"),
        ("input: MakeJobInput!", "job: MakeJobInput!", "Mutation.makeJob: does not take one input: MakeJobInput!"),
        ("WaitResult!", "WaitResult", "Mutation.wait: does not answer a union WaitResult!"),
        ("union WaitResult = WaitPayload", 'type WaitResult {\n"It."\nit: WaitPayload }',
         "Mutation.wait: does not answer a union WaitResult!"),
        ("= WaitPayload", "= WaitPayload | Job", "WaitResult: Job is neither WaitPayload nor an Error"),
        ("totalCount: Int!", "total: Int!", "JobConnection: has no totalCount: Int!"),
        ("edges: [JobEdge!]!", "edges: [JobEdge!]", "JobConnection: has no edges: [JobEdge!]!"),
        ("cursor: String!", "cursor: ID!", "JobEdge: has no cursor: String!"),
        ("before: String", "before: ID", "Query.jobs: does not take before: String"),
        ("last: Int", "latest: Int", "Query.jobs: does not take last: Int"),
        ("[String!]", "[String]", "MakeJobInput.tags: may hold nulls"),
        ("seconds: Int!", "seconds: [[Int]!]!", "WaitPayload.seconds: may hold nulls"),
        ("    id: ID!", "    id: [ID]", "Query.node(id): may hold nulls"),
        ("type Job implements Node", "type Job", "Job: has an id but is no Node"),
        ("status: Status", 'status: Status\n"Its."\nid: ID', "MakeJobInput.id: is ID, not ID!"),
        ('(reason: "Ask `jobs`.")', "", "WaitPayload.seconds: is deprecated without a reason"),
        ("Ask `jobs`.", " ", "WaitPayload.seconds: is deprecated without a reason"),
        ("status: Status", "status: Int", "Status: cannot be reached from a root"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_found(text: str, changed: str, found: str) -> None:
    assert text in SOUND
    assert faults(SOUND.replace(text, changed)) == [found]


def test_what_implements_an_interface_can_be_reached() -> None:
    lonely = SOUND.replace("): Node", "): Error").replace(" | NotFound", "")
    assert [fault for fault in faults(lonely) if fault.startswith(("Error", "NotFound"))] == []


def test_the_committed_schema_has_only_faults_that_are_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert schema_lint.main() == 0
    assert capsys.readouterr().out == ""


def test_a_fault_that_is_not_meant_or_not_there_fails(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = next(iter(ACCEPTED))
    others = {fault: reason for fault, reason in ACCEPTED.items() if fault != known}
    monkeypatch.setattr(schema_lint, "ACCEPTED", others | {"Job: is gone": "not any more"})
    assert schema_lint.main() == 1
    assert capsys.readouterr().out == f"{known}\nnot found any more: Job: is gone\n"
