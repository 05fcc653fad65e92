"""What is to be said in Slack. It is written down in the transaction that makes it so; a courier says it.

Each post has a key within its subject and is made once, however often the work that makes it is done again.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from bot.store.models import Post


class Kind(StrEnum):
    """What a post about a deployment tells. All but the first and the direct messages stand in its thread."""

    DEPLOYMENT = "deployment"
    """The message of the deployment in the channel, which shows how it stands."""
    FILES = "files"
    SQL = "sql"
    REHEARSAL = "rehearsal"
    NOTES = "notes"
    DRIFT = "drift"
    DECISION = "decision"
    BACKUP = "backup"
    APPLIED = "applied"
    VERIFIED = "verified"
    FAILURE = "failure"
    NOTE = "note"
    ALERT = "alert"
    """In the channel, about no deployment: something could not be done that nobody waits for."""
    REQUEST = "request"
    """To an approver: please decide."""
    REMINDER = "reminder"
    """To an approver: time runs out."""


def say(
    session: Session,
    subject: str,
    kind: StrEnum,
    key: str = "",
    *,
    person: str | None = None,
    arguments: Mapping[str, Any] | None = None,
) -> None:
    """Have something said; nothing happens where it was said already.

    Args:
        session: In a transaction.
        subject: What it is about.
        kind: How it is made of what is known.
        key: Which of the subject's posts it is; the kind where there is only one.
        person: Slack's id of who alone is told; else it is for the channel.
        arguments: What is to be said beside what is known of the subject.
    """
    values = {"subject": subject, "key": key or kind.value, "kind": kind.value, "person": person}
    session.execute(insert(Post).values(**values, arguments=dict(arguments or {})).on_conflict_do_nothing())


def say_again(session: Session, subject: str, key: str) -> None:
    """Have what stands there be brought up to date."""
    there = (Post.subject == subject) & (Post.key == key)
    session.execute(update(Post).where(there).values(wanted_revision=Post.wanted_revision + 1))
