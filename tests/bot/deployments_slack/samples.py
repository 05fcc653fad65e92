"""Deployments as tests show them: one that waits for approval with everything known, and what is changed about it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.deployments.states import Action, Asked, Choice, Origin, State, Subject
from bot.deployments.view import DeploymentView, Question, Said, Took
from sync.deploy.pipeline.records import (
    AppliedFile,
    BackedUp,
    Changed,
    Compared,
    Danger,
    Deployed,
    Differs,
    Drifted,
    Lock,
    Note,
    Pending,
    Phase,
    Rehearsed,
    Tested,
    Validated,
    Verified,
)

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
COMMIT = "abc1234" + "0" * 33
DIGEST = "d1" * 32
FILE = "20260102000000_orders.sql"

QUESTION = Question(
    id=7,
    subject=Subject.DEPLOYMENT,
    digest=DIGEST,
    required=1,
    approvers=("S0PLATFORM", "U0ANNA"),
    own=False,
    state=Asked.OPEN,
    reason="",
    asked_at=START,
    expires_at=START + timedelta(hours=24),
    decided_at=None,
)
DRIFT_QUESTION = replace(QUESTION, id=8, subject=Subject.DRIFT)
DRIFT = Drifted("staging", (Differs("removed", "policy", "public.orders/own_rows"),), "- policy own_rows", "e5" * 32)
VERIFIED = Verified(equal_to=("the files", "staging"), at=START)


def phases(*names: Phase, at_work: bool = False) -> tuple[Took, ...]:
    """Phases that took two seconds each; the last one is perhaps still at work."""
    took = [Took(name, START, START + timedelta(seconds=2)) for name in names]
    return (*took[:-1], replace(took[-1], finished_at=None)) if at_work and took else tuple(took)


def deployment(**changes: Any) -> DeploymentView:
    """A deployment to production that waits for approval, unless changed."""
    waiting = DeploymentView(
        id="production-42",
        mark="production-42/a1b2c3d4e5f60718",
        environment="production",
        action=Action.DEPLOY,
        commit=COMMIT,
        branch="main",
        message="Give orders a total\n\nand more",
        author_name="Ben Okafor",
        author_email="ben@acme.test",
        author_user="U0BEN",
        origin=Origin.PUSH,
        requested_by="ben-on-github",
        back_to=None,
        retry_of=None,
        state=State.WAITING,
        phase=Phase.APPROVE,
        reason="",
        remedy="",
        has_applied=False,
        superseded_by=None,
        progress=None,
        created_at=START,
        started_at=START,
        finished_at=None,
        phases=phases(Phase.VALIDATE, Phase.TEST, Phase.COMPARE, Phase.APPROVE, at_work=True),
        validated=Validated(
            (Pending("20260102000000", FILE, "f" * 64, 2),),
            (Note("warning", "adding-not-nullable-field", "needs a scan", "add a check first", FILE, 3),),
        ),
        tested=Tested(
            first=(FILE,),
            first_seconds=1.5,
            statements=(
                Rehearsed(
                    FILE,
                    1,
                    "alter table orders\n add total integer",
                    0.02,
                    (Lock("public.orders", "AccessExclusiveLock"),),
                ),
            ),
            seconds=0.8,
            changes=(Changed("column", 1, 0, 0), Changed("index", 2, 1, 0)),
            dangers=(
                Danger("rewrite", "rewrites public.events, 12 M rows, 41 GB; blocks reads and writes", FILE, 2, 9),
                Danger("lock", "locks public.orders, 80 kB, against writes", FILE, 1, 3),
            ),
            sql="alter table orders add total integer;\n",
            expected="e" * 64,
        ),
        compared=Compared((Drifted("production"),)),
        questions=(QUESTION,),
        after="staging",
        asks=True,
    )
    return replace(waiting, **changes)


def approved(person: str = "U0ANNA", **changes: Any) -> Question:
    """The question, once somebody has approved."""
    said = (Said(person, Choice.APPROVE, "", START + timedelta(minutes=3)),)
    return replace(QUESTION, state=Asked.APPROVED, decided_at=START, said=said, **changes)


def deployed(**changes: Any) -> DeploymentView:
    """The same, deployed and verified."""
    over = deployment(
        state=State.DEPLOYED,
        phase=Phase.VERIFY,
        phases=phases(*Phase),
        has_applied=True,
        questions=(approved(),),
        backed_up=BackedUp("2026-11-23T09:00", "file:///data/backups", 5_000_000, 3.4),
        deployed=Deployed((AppliedFile(FILE, 1.2, 5),), 1.3),
        verified=VERIFIED,
        finished_at=START + timedelta(minutes=5),
    )
    return replace(over, **changes)


def staging(**changes: Any) -> DeploymentView:
    """A deployment to an environment that asks nobody, deployed unless changed."""
    quiet = deployed(
        id="staging-41",
        environment="staging",
        branch="develop",
        asks=False,
        questions=(),
        after="",
        backed_up=None,
        verified=Verified(equal_to=("the files",)),
    )
    return replace(quiet, **changes)
