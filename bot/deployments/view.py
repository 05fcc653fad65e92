"""A deployment as people see it: everything that messages show, as one frozen value."""

from dataclasses import dataclass
from datetime import datetime

from bot.deployments.states import Action, Asked, Choice, Origin, State, Subject
from sync.deploy.freezing import Frozen
from sync.deploy.pipeline.records import BackedUp, Compared, Deployed, Phase, Proposal, Tested, Validated, Verified

_SHORT = 7


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said to a question.

    Attributes:
        person: Slack's id.
        choice: What.
        reason: Why, where people are asked for it.
        at: When.
        overrides_freeze: Whether it was said while the environment was frozen.
    """

    person: str
    choice: Choice
    reason: str
    at: datetime
    overrides_freeze: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What people are asked.

    Attributes:
        id: Its number.
        subject: What it is about.
        digest: Of what is approved.
        required: How many have to approve, but for a freeze, which takes one more.
        approvers: Slack's ids of users and user groups.
        own: Whether the author may approve.
        state: How it stands.
        reason: Why it ended so.
        asked_at: When.
        expires_at: When it is too late.
        decided_at: When it ended.
        said: Who said what, the first before the others.
    """

    id: int
    subject: Subject
    digest: str
    required: int
    approvers: tuple[str, ...]
    own: bool
    state: Asked
    reason: str
    asked_at: datetime
    expires_at: datetime
    decided_at: datetime | None
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class Took:
    """A phase that began.

    Attributes:
        phase: Which.
        started_at: When.
        finished_at: When it ended; None while it is at work.
    """

    phase: Phase
    started_at: datetime
    finished_at: datetime | None


@dataclass(frozen=True, slots=True)
class Progress:
    """What is being done at the moment.

    Attributes:
        said: In words: "20260102000000_orders.sql, statement 2 of 5".
        done: How much of it, such as bytes; None where nobody knows.
        of: Of how much; None where nobody knows.
        unit: `bytes` or `statements`; empty where there is no number.
    """

    said: str
    done: int | None = None
    of: int | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """A deployment.

    Attributes:
        id: `production-42`.
        mark: What the database's own history knows it by.
        environment: Where to.
        action: What is done.
        commit: All 40 digits.
        branch: That it was pushed to.
        message: Of the commit, all of it. People wrote it: it is escaped where it is shown.
        author_name: Who wrote the commit.
        author_email: Of the author.
        author_user: Slack's id of the author; None where Slack does not know the address.
        origin: What it came from.
        requested_by: Slack's id, or a name that GitHub or a caller gave.
        back_to: Of a rollback: the version that is to be the last one; `0` for none.
        retry_of: The deployment that it tries again.
        undoes: Of a rollback: the deployment of which all that was applied goes.
        state: Where it stands.
        phase: The last phase that began.
        reason: Why it stands there, in one line.
        remedy: What to do about it.
        has_applied: Whether the database may not be as it was.
        superseded_by: The deployment that takes its place.
        progress: What is being done at the moment.
        created_at: When it came in.
        started_at: When it was its turn.
        finished_at: When it ended.
        phases: Those that began, in order.
        validated: What Validate found; None as long as it has not.
        tested: What Test found.
        compared: What Compare found.
        proposal: What is approved.
        backed_up: What Backup made.
        deployed: What Deploy did.
        verified: What Verify found.
        questions: What people were asked, the first before the others.
        ahead: Deployments of the environment that come before it.
        frozen: The window of a freeze that it is in.
        after: The environment that has it first; empty where there is none.
        co_authors: Slack's ids of others who wrote what is applied.
        asks: Whether this environment's deployments are approved by people.
    """

    id: str
    mark: str
    environment: str
    action: Action
    commit: str
    branch: str
    message: str
    author_name: str
    author_email: str
    author_user: str | None
    origin: Origin
    requested_by: str
    back_to: str | None
    retry_of: str | None
    state: State
    phase: Phase | None
    reason: str
    remedy: str
    has_applied: bool
    superseded_by: str | None
    progress: Progress | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    phases: tuple[Took, ...] = ()
    validated: Validated | None = None
    tested: Tested | None = None
    compared: Compared | None = None
    proposal: Proposal | None = None
    backed_up: BackedUp | None = None
    deployed: Deployed | None = None
    verified: Verified | None = None
    questions: tuple[Question, ...] = ()
    ahead: tuple[str, ...] = ()
    frozen: Frozen | None = None
    after: str = ""
    asks: bool = False
    undoes: str | None = None
    co_authors: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The commit as people call it."""
        return self.commit[:_SHORT]

    @property
    def authors(self) -> frozenset[str]:
        """Slack's ids of all who wrote it, as far as Slack knows them."""
        return frozenset({*self.co_authors, *([self.author_user] if self.author_user else [])})

    @property
    def title(self) -> str:
        """The first line of the commit's message."""
        return next((line.strip() for line in self.message.splitlines() if line.strip()), "")

    @property
    def question(self) -> Question | None:
        """What people are asked at the moment."""
        return next((one for one in self.questions if one.state is Asked.OPEN), None)

    def asked(self, subject: Subject) -> Question | None:
        """The question about something."""
        return next((one for one in self.questions if one.subject is subject), None)
