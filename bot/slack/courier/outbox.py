"""The rows of `bot.posts`: which one is next, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Select, Subquery, and_, bindparam, case, func, literal, or_, select, true, update
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session, aliased

from bot.slack.courier.kinds import Kinds, Place
from bot.slack.courier.pace import POST, UPDATE
from bot.store.models import Post

SENDING = "sending"
_WAITING, _SENT, _DROPPED = "waiting", "sent", "dropped"
_CHANNEL = "configured_channel"
_HOME = "#"  # the lane of the channel where everything is posted, also as long as its id is not known
_LOCK = 0x636F75726965  # any number that nobody else takes
_IS_UNSENT = (Post.state != _DROPPED, Post.shown_revision < Post.wanted_revision)
_IS_DUE = Post.not_before <= func.clock_timestamp()
# In the order of the index of what is unsent: PostgreSQL, which expects more of that, would read the table otherwise.
_ANY_DUE = select(Post.id).where(*_IS_UNSENT, _IS_DUE).order_by(Post.id).limit(1)
_LOOK_AFTER_S = 2.0  # longer than a request to Slack usually takes: whoever sends may be alive, but without the lock


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that can be sent, as far as the records know.

    Attributes:
        post: The row.
        top: The message of its subject in the channel; None for that message itself, and where there is none.
        what: `POST` or `UPDATE`.
        lane: What counts as one channel, as to how often something may be sent.
    """

    post: Post
    top: Post | None
    what: str
    lane: str


class Outbox:
    """What is to be sent. All is written on the connection that holds the lock: without it nothing can be.

    Args:
        connection: To the state database; nobody else uses it.
        kinds: What kinds of posts there are.
    """

    def __init__(self, connection: Connection, kinds: Kinds) -> None:
        self._connection = connection
        self._in_channel = [name for name, kind in kinds.items() if kind.place is Place.CHANNEL]
        self._next = self._query()  # it is asked several times a second, and takes longer to make than to answer

    def lock(self) -> bool:
        """Become the one courier of all replicas; False where another one is."""
        got = self._connection.scalar(select(func.pg_try_advisory_lock(_LOCK)))
        self._connection.commit()
        return bool(got)

    def next_ones(self, channel: str | None) -> Sequence[Ready]:
        """What could be sent at this moment: of each lane the first post and the first change, in order.

        Args:
            channel: The id of the one where everything is posted; None where it is not known.
        """
        with Session(self._connection) as session:
            if session.scalar(_ANY_DUE) is None:
                session.commit()
                return ()
            rows = session.execute(self._next, {_CHANNEL: channel or ""})
            found = [Ready(post, top, what, lane) for post, top, what, lane in rows]
            session.expunge_all()
            session.commit()
        return sorted(found, key=lambda one: one.post.id)

    def _query(self) -> Select[Post, Post, str, str]:
        unsent = self._unsent()
        top, post, sent_on = aliased(Post), aliased(Post), aliased(Post)
        # The first row of those that stand in the channel; whoever stands there itself waits for nobody.
        its_top = (
            select(sent_on.id)
            .where(sent_on.subject == unsent.c.subject, sent_on.kind.in_(self._in_channel), sent_on.person.is_(None))
            .where(unsent.c.place != Place.CHANNEL.value)
            .order_by(sent_on.id)
            .limit(1)
            .lateral()
        )
        what = case((and_(post.ts.is_not(None), post.shown_revision > 0), UPDATE), else_=POST)
        channel = bindparam(_CHANNEL, type_=Post.channel.type)
        there = func.coalesce(post.channel, top.channel, channel)
        lane = case((post.person.is_not(None), post.person), (there == channel, _HOME), else_=there)
        is_person = unsent.c.place == Place.PERSON.value
        # Details wait for the message that they belong to; people are told of one that cannot be posted.
        may_go = or_(
            unsent.c.place == Place.CHANNEL.value,
            top.ts.is_not(None),
            and_(is_person, or_(top.id.is_(None), top.error.is_not(None))),
        )
        return (
            select(post, top, what, lane)
            .ext(distinct_on(what, lane))
            .select_from(unsent)
            .join(post, post.id == unsent.c.id)
            .outerjoin(its_top, true())
            .outerjoin(top, top.id == its_top.c.id)
            .where(unsent.c.is_due, ~unsent.c.is_held, may_go)
            .order_by(what, lane, post.id)
        )

    def _unsent(self) -> Subquery:
        """What is not said yet: where it stands, whether it is time for it, and whether it waits for an earlier one.

        Of a thread, the later ones wait for the earlier, but not for one that people have to mend.
        """
        place = case(
            (Post.person.is_not(None), Place.PERSON.value),
            (Post.kind.in_(self._in_channel), Place.CHANNEL.value),
            else_=Place.THREAD.value,
        )
        holds = and_(place == Place.THREAD.value, or_(_IS_DUE, Post.error.is_(None)))
        is_before = func.bool_or(holds).over(partition_by=Post.subject, order_by=Post.id, rows=(None, -1))
        is_held = and_(place == Place.THREAD.value, func.coalesce(is_before, literal(False)))
        return (
            select(Post.id, Post.subject, place.label("place"), _IS_DUE.label("is_due"), is_held.label("is_held"))
            .where(*_IS_UNSENT)
            .subquery()
        )

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

    def _write(self, post: Post, **values: Any) -> None:
        self._connection.execute(update(Post).where(Post.id == post.id).values(**values))
        self._connection.commit()
