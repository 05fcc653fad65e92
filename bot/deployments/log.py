"""A deployment as plain text: all that is known of it, for whoever wants to know what happened."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.deployments.view import DeploymentView
from bot.store import models

_TIME = "%Y-%m-%d %H:%M:%S UTC"


def log_of(session: Session, view: DeploymentView) -> str:
    """What is known of a deployment, line by line, in the order in which it happened."""
    events = sorted(_events(session, view), key=lambda one: one[0])
    told = (f"{moment:{_TIME}}  {what}" for moment, what in events)
    return "\n".join((*_head(view), "", *told, *_end(view), ""))


def _head(view: DeploymentView) -> Iterator[str]:
    yield f"{view.id}: {view.action} {view.commit} to {view.environment}, from {view.branch}"
    yield f"commit: {view.title}"
    yield f"author: {view.author_name} <{view.author_email}>"
    yield f"asked for by {view.requested_by} ({view.origin})"
    if view.retry_of:
        yield f"tries {view.retry_of} again"


def _events(session: Session, view: DeploymentView) -> Iterator[tuple[datetime, str]]:
    for took in view.phases:
        yield took.started_at, f"{took.phase} begins"
        if took.finished_at is not None:
            yield took.finished_at, f"{took.phase} ends"
    for one in session.scalars(select(models.Audit).filter_by(deployment=view.id).order_by(models.Audit.id)):
        detail = f": {one.detail}" if one.detail else ""
        digest = f" (digest {one.digest})" if one.digest else ""
        yield one.happened_at, f"{one.actor} {one.action}, {one.outcome}{detail}{digest}"


def _end(view: DeploymentView) -> Iterator[str]:
    if view.tested is not None:
        for run in view.tested.statements:
            yield f"rehearsed {run.file}, line {run.line}: {run.seconds:.3f} s"
    if view.backed_up is not None and view.backed_up.id:
        yield f"backup {view.backed_up.id} in {view.backed_up.place}"
    if view.deployed is not None:
        for file in view.deployed.applied:
            yield f"applied {file.label}: {file.seconds:.2f} s, {file.rows} rows"
            yield from (f"  {notice}" for notice in file.notices)
    if view.finished_at is not None:
        yield f"{view.finished_at:{_TIME}}  {view.state}{': ' if view.reason else ''}{view.reason}"
    if view.remedy:
        yield f"what to do: {view.remedy}"
