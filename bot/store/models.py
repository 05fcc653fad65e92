"""The bot's records, as rows. `migrations/` makes the tables; nothing here does.

What is read of a deployment is `bot.store.views`; what may happen to it is for `bot.deployments` to decide.
"""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, ForeignKey, Identity, MetaData, Sequence, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TEXT
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

SCHEMA = "bot"

Json = dict[str, Any]


NUMBERS = Sequence("deployment_numbers", schema=SCHEMA)
"""Where deployments get their numbers."""


class Base(DeclarativeBase):
    """All tables are in one schema; text is text, moments have a time zone, JSON is jsonb."""

    metadata = MetaData(schema=SCHEMA)
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: TEXT,
        datetime: DateTime(timezone=True),
        Json: JSONB,
        list[str]: ARRAY(TEXT),
    }


class Deployment(Base):
    """A commit that is, or was, to be brought to an environment; or taken back from it."""

    __tablename__ = "deployments"

    id: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger)
    mark: Mapped[str]
    environment: Mapped[str]
    action: Mapped[str]
    commit: Mapped[str]
    branch: Mapped[str]
    message: Mapped[str]
    author_name: Mapped[str]
    author_email: Mapped[str]
    author_user: Mapped[str | None]
    co_authors: Mapped[list[str]] = mapped_column(default=list)
    origin: Mapped[str]
    requested_by: Mapped[str]
    back_to: Mapped[str | None]
    retry_of: Mapped[str | None] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"))
    undoes: Mapped[str | None] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"))
    state: Mapped[str]
    phase: Mapped[str | None]
    reason: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str] = mapped_column(default="")
    has_applied: Mapped[bool] = mapped_column(default=False)
    superseded_by: Mapped[str | None] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"))
    progress: Mapped[Json | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Phase(Base):
    """What a phase of a deployment found."""

    __tablename__ = "phases"

    deployment: Mapped[str] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"), primary_key=True)
    phase: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    finished_at: Mapped[datetime | None]
    result: Mapped[Json | None]


class Approval(Base):
    """What people are asked: to approve a deployment, or to accept a drift."""

    __tablename__ = "approvals"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    deployment: Mapped[str] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"))
    subject: Mapped[str]
    digest: Mapped[str]
    commit: Mapped[str]
    required: Mapped[int]
    approvers: Mapped[list[str]]
    own: Mapped[bool]
    state: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime] = mapped_column(server_default=func.now())
    expires_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class Decision(Base):
    """What somebody said to it."""

    __tablename__ = "decisions"

    approval: Mapped[int] = mapped_column(ForeignKey(f"{SCHEMA}.approvals.id"), primary_key=True)
    person: Mapped[str] = mapped_column(primary_key=True)
    decision: Mapped[str]
    reason: Mapped[str] = mapped_column(default="")
    overrides_freeze: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Backup(Base):
    """A backup that was made before something was applied."""

    __tablename__ = "backups"

    id: Mapped[str] = mapped_column(primary_key=True)
    deployment: Mapped[str | None] = mapped_column(ForeignKey(f"{SCHEMA}.deployments.id"))
    environment: Mapped[str]
    place: Mapped[str]
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Audit(Base):
    """Something that somebody did, or was refused. Rows are only ever added."""

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    happened_at: Mapped[datetime] = mapped_column(server_default=func.now())
    actor: Mapped[str]
    action: Mapped[str]
    outcome: Mapped[str]
    deployment: Mapped[str | None]
    environment: Mapped[str | None]
    commit: Mapped[str | None]
    digest: Mapped[str | None]
    detail: Mapped[str] = mapped_column(default="")


class Delivery(Base):
    """A delivery of a webhook that was taken in."""

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(primary_key=True)
    received_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Post(Base):
    """Something that is to be said in Slack, or was."""

    __tablename__ = "posts"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    subject: Mapped[str]
    key: Mapped[str]
    kind: Mapped[str]
    arguments: Mapped[Json] = mapped_column(default=dict)
    person: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="waiting")
    channel: Mapped[str | None]
    ts: Mapped[str | None]
    wanted_revision: Mapped[int] = mapped_column(BigInteger, default=1)
    shown_revision: Mapped[int] = mapped_column(BigInteger, default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str | None]
    not_before: Mapped[datetime] = mapped_column(server_default=func.now())
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
