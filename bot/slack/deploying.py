"""What the listeners need for deployments: the desk, and which message is about which deployment."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from bot.deployments.changing import audit
from bot.deployments.posts import Kind
from bot.slack.desk import Desk
from bot.store.models import Post


@dataclass(frozen=True, slots=True)
class Deploying:
    """Deployments, as far as Slack handles them.

    Attributes:
        desk: What may be done about them.
        sessions: Makes sessions of the state.
    """

    desk: Desk
    sessions: sessionmaker[Session]

    def subject_at(self, channel: str, ts: str) -> str | None:
        """The deployment whose message stands there; None where none does."""
        there = (Post.channel == channel) & (Post.ts == ts) & (Post.kind == Kind.DEPLOYMENT.value)
        with self.sessions() as session:
            return session.scalar(select(Post.subject).where(there))

    def tampered(self, person: str, action: str, detail: str) -> None:
        """Write down a click on what is no button of ours."""
        with self.sessions.begin() as session:
            audit(session, person, action, refused=detail)
