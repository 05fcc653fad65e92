"""Sends one post: looked for first where it may have been sent before, then posted, with its file, and written down."""

import hashlib
import json
import time

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.slack.courier.answers import UNREACHABLE, Refusal
from bot.slack.courier.kinds import About, Kinds
from bot.slack.courier.mail import Mail
from bot.slack.courier.outbox import SENDING, Outbox, Ready
from bot.slack.courier.pace import Pace
from bot.slack.messages.message import TEXT_LIMIT, Attachment, Detail, Message, clip, section
from bot.store.models import Post
from sync.errors import SchemabotError

_ANEW_S = 300.0  # how long a message has stood before another one is posted in its place, where it cannot be changed

log = structlog.get_logger()


class Delivery:
    """The way of one post after the other into Slack.

    Args:
        outbox: The rows.
        mail: Slack.
        kinds: Who makes their words.
        pace: How often.
        retry_s: When what people have to mend first is tried again.
    """

    def __init__(self, outbox: Outbox, mail: Mail, kinds: Kinds, pace: Pace, retry_s: float) -> None:
        self._outbox = outbox
        self._mail = mail
        self._kinds = kinds
        self._pace = pace
        self._retry_s = retry_s
        self._shown: dict[int, str] = {}

    def is_free(self, ready: Ready) -> bool:
        """Whether it may be sent at this moment, as to how often messages may be."""
        return self._pace.is_free(ready.what, ready.lane)

    def send(self, ready: Ready) -> bool:
        """Send it, or write down why not.

        Returns:
            Whether Slack can be reached and is well.

        Raises:
            SQLAlchemyError: It could not be written down; whoever goes on looks for what was sent.
        """
        post, made = ready.post, self._made(ready.post, ready.top)
        if made is None:
            return True
        maybe_sent = post.state == SENDING or post.ts is not None
        try:
            self._deliver(post, ready.top, made)
        except UNREACHABLE as error:
            refusal = Refusal.of(error)
            self._refused(ready, made, refusal, maybe_sent=maybe_sent)
            return not refusal.is_unwell
        self._outbox.done(post)
        if ready.top is None and post.person is None:
            self._shown[post.id] = _digest(made)
        self._pace.went(ready.what, ready.lane)
        return True

    def _made(self, post: Post, top: Post | None) -> Detail | None:
        """Its words; None where there is nothing to send."""
        kind = self._kinds.get(post.kind)
        if kind is None:
            log.error("nobody here knows this kind of post", kind=post.kind, subject=post.subject)
            self._outbox.refused(post, "unknown kind", self._retry_s, was_sent=post.state == SENDING)
            return None
        try:
            found = kind.make(About(post.subject, post.arguments, self._link(post, top)))
        except SchemabotError as error:
            log.warning("nothing to post", subject=post.subject, kind=post.kind, reason=str(error))
            found = Detail()
        except UNREACHABLE as error:
            self._outbox.refused(post, Refusal.of(error).reason, self._retry_s, was_sent=post.state == SENDING)
            return None
        except SQLAlchemyError:
            raise
        except Exception as error:
            log.exception("a post could not be made", subject=post.subject, kind=post.kind)
            self._outbox.refused(post, type(error).__name__, self._retry_s, was_sent=post.state == SENDING)
            return None
        if found.message is None and found.file is None:
            self._outbox.drop(post)
            return None
        return found

    def _deliver(self, post: Post, top: Post | None, made: Detail) -> None:
        is_first = post.shown_revision == 0
        may_be_there = post.state == SENDING
        thread = top.ts if top is not None and post.person is None else None
        channel = self._channel(post, top, search=may_be_there)
        if post.ts is None and is_first:
            self._outbox.claim(post)
        if made.message is not None:
            if post.ts is None and may_be_there and (there := self._mail.find(post, channel, thread)):
                self._outbox.stands(post, channel, there)
            if post.ts is None:
                self._outbox.stands(post, *self._post(post, made.message, channel, thread))
            else:
                self._update(post, made.message)
        if made.file is not None and is_first:
            where = post.channel or channel
            self._attach(post, made.file, where, thread or post.ts or "", search=may_be_there)

    def _channel(self, post: Post, top: Post | None, *, search: bool) -> str:
        """Where it goes. An id is needed only where something is looked for; a name is enough to post."""
        if post.channel:
            return post.channel
        if post.person is not None:
            return self._mail.conversation(post.person)
        if top is not None and top.channel:
            return top.channel
        try:
            self._mail.channel.find()
        except UNREACHABLE:
            if search:
                raise
        return self._mail.channel.target

    def _post(self, post: Post, message: Message, channel: str, thread: str | None) -> tuple[str, str]:
        try:
            return self._mail.post(post, message, channel, thread)
        except UNREACHABLE as error:
            return self._mail.post(post, _plainer(post, message, error), channel, thread)

    def _update(self, post: Post, message: Message) -> None:
        try:
            self._mail.update(post, message)
        except UNREACHABLE as error:
            self._mail.update(post, _plainer(post, message, error))

    def _attach(self, post: Post, file: Attachment, channel: str, thread: str, *, search: bool) -> None:
        """Upload it; when Slack refuses it, that is said in its place."""
        if search and self._mail.has_file(file.name, channel, thread):
            return
        try:
            self._mail.upload(file, channel, thread)
        except UNREACHABLE as error:
            refusal = Refusal.of(error)
            if refusal.is_unwell or refusal.wait_s is not None:
                raise
            log.warning("file refused", file=file.name, reason=refusal.reason, remedy=refusal.remedy)
            said = f":warning: Slack did not take the file {file.name} ({refusal.reason}): {refusal.remedy}."
            self._mail.post(post, Message(said, (section(said),)), channel, thread)

    def _refused(self, ready: Ready, made: Detail, refusal: Refusal, *, maybe_sent: bool) -> None:
        post = ready.post
        is_open = maybe_sent or post.ts is not None or refusal.is_unwell
        about = {"subject": post.subject, "post": post.key, "reason": refusal.reason}
        if refusal.wait_s is not None:
            log.info("Slack asks to wait", seconds=refusal.wait_s, **about)
            self._pace.asked_to_wait(ready.what, ready.lane, refusal.wait_s)
            self._outbox.refused(post, refusal.reason, 0.0, was_sent=is_open)
        elif refusal.is_unwell:
            self._outbox.refused(post, refusal.reason, 0.0, was_sent=is_open)
        elif refusal.is_deleted and post.ts is not None:
            log.warning("a message was deleted; it is posted again", **about)
            self._outbox.gone(post)
        elif refusal.is_fixed and post.ts is not None:
            self._fixed(post, made, refusal)
        elif refusal.is_closed and (there := self._elsewhere(post, ready.top)) is not None:
            log.warning("another channel is configured; what stands in the old one is posted there", **about)
            self._outbox.gone(there)
        else:
            log.error("Slack refuses a message", remedy=refusal.remedy, **about)
            self._outbox.refused(post, refusal.reason, self._retry_s, was_sent=is_open)

    def _fixed(self, post: Post, made: Detail, refusal: Refusal) -> None:
        """What stands there does not change any more: what has changed is posted anew, but not each time."""
        if self._shown.get(post.id) == _digest(made):
            self._outbox.done(post)
            return
        log.warning("a message cannot be changed", subject=post.subject, reason=refusal.reason, remedy=refusal.remedy)
        left_s = float(post.ts or 0) + _ANEW_S - time.time()
        if left_s > 0:
            self._outbox.refused(post, refusal.reason, left_s, was_sent=True)
        else:
            self._outbox.gone(post)

    def _elsewhere(self, post: Post, top: Post | None) -> Post | None:
        """What stands in another channel than the configured one: it, or the message that its thread belongs to."""
        there = post if top is None else top
        known = self._mail.channel.known
        is_other = post.person is None and known is not None and there.channel not in (None, known)
        return there if is_other else None

    def _link(self, post: Post, top: Post | None) -> str | None:
        if post.person is None or top is None or not top.ts or not top.channel:
            return None
        try:
            return self._mail.link(top.channel, top.ts)
        except UNREACHABLE as error:
            log.warning("no link to a message", reason=Refusal.of(error).reason)
            return None


def _plainer(post: Post, message: Message, error: Exception) -> Message:
    """What goes in the place of a message whose form Slack refuses; whatever else it refuses is raised again."""
    if not Refusal.of(error).is_form:
        raise error
    log.error("form refused; a text goes without blocks", subject=post.subject, reason=str(error))
    return Message(clip(message.text, TEXT_LIMIT))


def _digest(made: Detail) -> str:
    """Of the message, to know whether it is another one."""
    if made.message is None:
        return ""
    shown = [made.message.text, *(one.to_dict() for one in made.message.blocks)]
    return hashlib.sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
