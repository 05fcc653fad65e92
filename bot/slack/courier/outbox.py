"""The rows of `bot.posts`: which one is next, and what became of it."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select, update
from sqlalchemy.orm import Session

from bot.slack.courier.kinds import Kinds, Place
from bot.store.models import Post

SENDING = "sending"
_WAITING, _SENT, _DROPPED = "waiting", "sent", "dropped"
_MOST_ROWS = 1_000
_LOCK = 0x636F75726965  # any number that nobody else takes
_LOOK_AFTER_S = 2.0  # longer than a request to Slack usually takes: whoever sends may be alive, but without the lock


class Outbox:
    """What is to be sent. All is written on the connection that holds the lock: without it nothing can be.

    Args:
        connection: To the state database; nobody else uses it.
        kinds: What kinds of posts there are.
    """

    def __init__(self, connection: Connection, kinds: Kinds) -> None:
        self._connection = connection
        self._kinds = kinds

    def lock(self) -> bool:
        """Become the one courier of all replicas; False where another one is."""
        got = self._connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))
        self._connection.commit()
        return bool(got)

    def next_ones(self) -> Sequence[tuple[Post, Post | None]]:
        """What could be sent at this moment, each with the message of its subject in the channel, in order."""
        unsent = (
            select(Post, Post.not_before <= func.clock_timestamp())
            .where(Post.state != _DROPPED, Post.shown_revision < Post.wanted_revision)
            .order_by(Post.id)
            .limit(_MOST_ROWS)
        )
        with Session(self._connection) as session:
            found = [(post, bool(is_due)) for post, is_due in session.execute(unsent)]
            tops = self._tops(session, {post.subject for post, _ in found})
            session.expunge_all()
            session.commit()
        held: set[str] = set()
        ready: list[tuple[Post, Post | None]] = []
        for post, is_due in found:
            top = tops.get(post.subject)
            place = self.place(post)
            is_held = place is Place.THREAD and post.subject in held
            if is_due and not is_held and _may_go(place, top):
                ready.append((post, None if place is Place.CHANNEL else top))
            if place is Place.THREAD and (is_due or post.error is None):
                held.add(post.subject)  # the later ones wait for it, but not for one that people have to mend
        return ready

    def place(self, post: Post) -> Place:
        """Where a post stands."""
        if post.person is not None:
            return Place.PERSON
        kind = self._kinds.get(post.kind)
        return kind.place if kind else Place.THREAD

    def claim(self, post: Post) -> None:
        """Say that it is about to be sent: whoever finds it so has to look whether it was."""
        later = func.clock_timestamp() + timedelta(seconds=_LOOK_AFTER_S)
        self._write(post, state=SENDING, attempts=Post.attempts + 1, not_before=later)

    def stands(self, post: Post, channel: str, ts: str) -> None:
        """Say where it stands."""
        post.channel, post.ts = channel, ts
        self._write(post, channel=channel, ts=ts)

    def done(self, post: Post) -> None:
        """All of it was sent, as it was wanted when it was read."""
        now = func.clock_timestamp()
        self._write(post, state=_SENT, shown_revision=post.wanted_revision, sent_at=now, not_before=now, error=None)

    def drop(self, post: Post, reason: str | None = None) -> None:
        """There is nothing to say, or nobody to say it to."""
        self._write(post, state=_DROPPED, error=reason)

    def gone(self, post: Post) -> None:
        """What stood in the channel was deleted: it is posted again."""
        self._write(post, state=_WAITING, channel=None, ts=None, shown_revision=0)

    def refused(self, post: Post, reason: str, wait_s: float, *, was_sent: bool) -> None:
        """Not now.

        Args:
            post: The row.
            reason: As Slack names it.
            wait_s: When it is tried again.
            was_sent: Whether some of it may have been sent, so that it has to be looked for.
        """
        later = func.clock_timestamp() + timedelta(seconds=wait_s)
        self._write(post, state=SENDING if was_sent else _WAITING, error=reason, not_before=later)

    def _tops(self, session: Session, subjects: set[str]) -> dict[str, Post]:
        kinds = [name for name, kind in self._kinds.items() if kind.place is Place.CHANNEL]
        if not subjects:
            return {}
        query = select(Post).where(Post.subject.in_(subjects), Post.kind.in_(kinds), Post.person.is_(None))
        return {one.subject: one for one in session.scalars(query.order_by(Post.id.desc()))}

    def _write(self, post: Post, **values: Any) -> None:
        self._connection.execute(update(Post).where(Post.id == post.id).values(**values))
        self._connection.commit()


def _may_go(place: Place, top: Post | None) -> bool:
    """Details wait for the message that they belong to; people are told of one that cannot be posted."""
    if place is Place.CHANNEL or (place is Place.PERSON and top is None):
        return True
    if top is None:
        return False
    return top.ts is not None or (place is Place.PERSON and top.error is not None)
