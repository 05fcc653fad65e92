"""The rows of what drifted. `bot.drift` says what happens to them."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Identity, Sequence, func
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.models import SCHEMA, Base, Json

REPORT_NUMBERS = Sequence("report_numbers", schema=SCHEMA, metadata=Base.metadata)
"""Where reports get their numbers, but for those of the nights."""


class Report(Base):
    """What is told at once: of a night, of a change between the nights, of a question."""

    __tablename__ = "reports"

    subject: Mapped[str] = mapped_column(primary_key=True)
    occasion: Mapped[str]
    environments: Mapped[list[str]]
    since: Mapped[datetime | None]
    asked_by: Mapped[str | None]
    checks: Mapped[int] = mapped_column(default=0)
    is_checking: Mapped[bool] = mapped_column(default=False)
    result: Mapped[Json | None]
    made_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Finding(Base):
    """A difference, from when it was first seen until it is gone."""

    __tablename__ = "findings"

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    environment: Mapped[str]
    against: Mapped[str]
    kind: Mapped[str]
    identity: Mapped[str]
    change: Mapped[str]
    digest: Mapped[str]
    said: Mapped[str]
    detail: Mapped[str]
    exposes: Mapped[str]
    first_seen_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    told_in: Mapped[str | None] = mapped_column(ForeignKey(f"{SCHEMA}.reports.subject"))
    acknowledged_by: Mapped[str | None]
    acknowledged_until: Mapped[datetime | None]
    acknowledged_why: Mapped[str | None]


class Checked(Base):
    """Whether an environment could be checked."""

    __tablename__ = "checked"

    environment: Mapped[str] = mapped_column(primary_key=True)
    against: Mapped[str] = mapped_column(primary_key=True)
    checked_at: Mapped[datetime]
    problem: Mapped[str] = mapped_column(default="")
    failing_since: Mapped[datetime | None]
    back_at: Mapped[datetime | None]


class Fingerprint(Base):
    """What a live database looked like when somebody last looked."""

    __tablename__ = "fingerprints"

    environment: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    taken_at: Mapped[datetime]
