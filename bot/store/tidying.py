"""Throws away each night what is old and over: of deliveries, of posts, of what the durable engine keeps of its work.

Deployments, what people decided about them, backups, the audit log, reports and findings of drift stay for good. So do
the messages in the channel that have buttons: by their rows it is known what somebody presses there.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import structlog
from sqlalchemy import ColumnElement, CursorResult, Select, delete, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, sessionmaker

from bot.store.models import Delivery, Deployment, Post
from sync.errors import SourceError
from sync.migrations.mirror import Mirror

CLEAN_UP = "clean-up"
"""What the durable task is called."""

_KEPT = timedelta(days=90)
_BATCH = 1_000  # rows in a transaction: nobody waits long for one of them

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CleanUp:
    """What is done each night.

    Attributes:
        sessions: Makes sessions of the state.
        mirror: The commits, as this machine has them.
        buttons: The kinds of posts under which buttons stand.
        once: Has a task be done durably: told its name, a key that it is done once for, and what it is about.
        forget: Throws away what the durable engine keeps of work that ended before a time; how much that was.
    """

    sessions: sessionmaker[Session]
    mirror: Mirror
    buttons: Collection[str]
    once: Callable[[str, str, str], None]
    forget: Callable[[datetime], int]

    def fire(self, day: date) -> None:
        """It is time: clean up on this machine, and once in the state, on however many machines it is fired."""
        self.release()
        self.once(CLEAN_UP, day.isoformat(), day.isoformat())

    def work(self, _day: str) -> None:
        """The durable task."""
        before = _before()
        deliveries = self._delete(Delivery, Delivery.received_at < before)
        posts = self._delete(Post, self._is_said(before))
        log.info("cleaned up", deliveries=deliveries, posts=posts, workflows=self.forget(before))

    def release(self) -> None:
        """Let the mirror keep only commits of deployments that are not old, and of what was last applied anywhere."""
        kept = self.mirror.kept()
        table, is_over = Deployment, func.coalesce(Deployment.finished_at < _before(), False)
        old = select(table.commit).where(table.commit.in_(kept)).group_by(table.commit).having(func.bool_and(is_over))
        with self.sessions() as session:
            released = set(session.scalars(old)) - set(session.scalars(_last_applied()))
        try:
            for commit in released:
                self.mirror.release(commit)
        except SourceError as error:
            log.warning("the mirror could not be cleaned up", problem=str(error))

    def _is_said(self, before: datetime) -> ColumnElement[bool]:
        """Posts of before a time about what was over by then, with nothing left to say."""
        is_shown = (Post.state == "sent") & (Post.shown_revision >= Post.wanted_revision)
        later = select(Deployment.id).where(
            Deployment.id == Post.subject, or_(Deployment.finished_at.is_(None), Deployment.finished_at >= before)
        )
        is_done = or_(Post.state == "dropped", is_shown & Post.kind.not_in(self.buttons))
        return (Post.made_at < before) & is_done & ~later.exists()

    def _delete(self, table: type[Delivery | Post], is_old: ColumnElement[bool]) -> int:
        """Delete rows, some at a time; how many there were."""
        some = delete(table).where(table.id.in_(select(table.id).where(is_old).limit(_BATCH)))
        total = 0
        while True:
            with self.sessions.begin() as session:
                gone = session.execute(some, execution_options={"synchronize_session": False})
            assert isinstance(gone, CursorResult)
            total += gone.rowcount
            if gone.rowcount < _BATCH:
                return total


def _before() -> datetime:
    return datetime.now(UTC) - _KEPT


def _last_applied() -> Select[str]:
    """The commits that rollbacks start from: of each environment's last deployment that applied something."""
    table = Deployment
    return (
        select(table.commit)
        .ext(distinct_on(table.environment))
        .where(table.has_applied, table.action == "deploy")
        .order_by(table.environment, table.number.desc())
    )
