"""The buttons under a deployment's message, and what their values mean when they come back."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from slack_sdk.models.blocks import ButtonElement, ConfirmObject, PlainTextObject

from bot.deployments.states import Action, State, Subject
from bot.deployments.view import DeploymentView, Question
from bot.slack.messages.message import clip, plain
from sync.deploy.pipeline.records import Phase

_VALUE = re.compile(r"(?P<id>[^\s]{1,200}) (?P<question>\d{1,18}|-) (?P<digest>[0-9A-Za-z:_+/=.-]{1,200})\Z")
_CONFIRM_TITLE = 100
_CONFIRM_TEXT = 300
_LABEL_LIMIT = 75
_BEFORE_ANY_CHANGE = (None, Phase.VALIDATE, Phase.TEST, Phase.COMPARE, Phase.APPROVE, Phase.BACKUP)


class Press(StrEnum):
    """What a button does; its action id in Slack."""

    APPROVE = "deployment_approve"
    REJECT = "deployment_reject"
    SQL = "deployment_sql"
    LOG = "deployment_log"
    RETRY = "deployment_retry"
    CANCEL = "deployment_cancel"
    ROLL_BACK = "deployment_roll_back"


@dataclass(frozen=True, slots=True)
class Target:
    """What a button, or a modal, is about: looked up in the records when it comes back, never trusted.

    Attributes:
        deployment: Its id.
        question: What was asked when it was shown; None where nothing was.
        digest: Of what was asked; empty where nothing was.
    """

    deployment: str
    question: int | None = None
    digest: str = ""

    def __str__(self) -> str:
        return f"{self.deployment} {'-' if self.question is None else self.question} {self.digest or '-'}"

    @classmethod
    def read(cls, value: str) -> Self | None:
        """What a value says; None where no button of ours has such a one."""
        match = _VALUE.match(value)
        if match is None:
            return None
        asked = match["question"]
        return cls(match["id"], None if asked == "-" else int(asked), "" if match["digest"] == "-" else match["digest"])


def buttons(view: DeploymentView) -> list[ButtonElement]:
    """What people can do about it as it stands."""
    asked = view.question
    if view.state is State.WAITING and asked is not None:
        return _decision(view, asked)
    if view.state in (State.FAILED, State.UNVERIFIED):
        rollback = [_roll_back(view)] if _leaves_something(view) and view.action is Action.DEPLOY else []
        return [_button(view, Press.RETRY, "Retry"), *rollback, _button(view, Press.LOG, "View log")]
    if view.state.is_final:
        return [_button(view, Press.RETRY, "Retry")] if view.state is State.EXPIRED else []
    is_quiet = not view.asks and view.state is not State.QUEUED
    can_cancel = not view.has_applied and view.phase in _BEFORE_ANY_CHANGE and not is_quiet
    sql = [_button(view, Press.SQL, "View SQL")] if view.asks and view.tested and view.tested.sql else []
    return [*sql, *([_cancel(view)] if can_cancel else [])]


def _leaves_something(view: DeploymentView) -> bool:
    return view.has_applied and (view.deployed is None or bool(view.deployed.applied))


def _decision(view: DeploymentView, asked: Question) -> list[ButtonElement]:
    if asked.subject is Subject.DRIFT:
        return [
            _button(view, Press.APPROVE, "Accept this drift", style="danger", confirm=_accept(view)),
            _button(view, Press.RETRY, "Check again"),
            _button(view, Press.REJECT, "Reject"),
        ]
    return [
        _button(view, Press.APPROVE, "Approve", style="primary", confirm=_approve(view)),
        _button(view, Press.REJECT, "Reject", style="danger"),
        *([_button(view, Press.SQL, "View SQL")] if view.tested and view.tested.sql else []),
        _cancel(view),
    ]


def _approve(view: DeploymentView) -> ConfirmObject:
    verb = "Roll back" if view.action is Action.ROLLBACK else "Deploy to"
    found = view.tested.dangers if view.tested else ()
    worst = f"Worst danger: {found[0].said}" if found else "No danger was found."
    return _confirm(
        f"{verb} {view.environment}?", f"{view.environment}, commit {view.short}. {worst}", yes="Approve", no="Not yet"
    )


def _accept(view: DeploymentView) -> ConfirmObject:
    drifted = view.compared.drift if view.compared else ()
    names = " and ".join(f"{one.environment} ({len(one.differences)})" for one in drifted)
    return _confirm(
        "Accept this drift, once?",
        f"Deploy commit {view.short} to {view.environment} although what is live is not what the files say: {names}.",
        yes="Accept",
        no="Not yet",
    )


def _roll_back(view: DeploymentView) -> ButtonElement:
    confirm = _confirm(
        f"Roll back {view.environment}?",
        f"Prepares taking back the last migration of {view.environment} (commit {view.short}). You are shown the plan, "
        "and what cannot come back, before anything is done.",
        yes="Prepare it",
        no="Not now",
    )
    return _button(view, Press.ROLL_BACK, "Roll back", style="danger", confirm=confirm)


def _cancel(view: DeploymentView) -> ButtonElement:
    confirm = _confirm(
        "Cancel this deployment?",
        f"{view.environment}, commit {view.short}: nothing has been applied, and nothing will be.",
        yes="Cancel it",
        no="Go on",
    )
    return _button(view, Press.CANCEL, "Cancel", confirm=confirm)


def _button(
    view: DeploymentView, press: Press, label: str, *, style: str | None = None, confirm: ConfirmObject | None = None
) -> ButtonElement:
    asked = view.question
    target = Target(view.id, asked.id, asked.digest) if asked else Target(view.id)
    return ButtonElement(
        text=PlainTextObject(text=label),
        action_id=press.value,
        value=str(target),
        style=style,
        confirm=confirm,
        accessibility_label=clip(f"{label}: {view.environment}, commit {view.short}", _LABEL_LIMIT),
    )


def _confirm(title: str, text: str, *, yes: str, no: str) -> ConfirmObject:
    return ConfirmObject(
        title=PlainTextObject(text=plain(title, _CONFIRM_TITLE)),
        text=PlainTextObject(text=plain(text, _CONFIRM_TEXT)),
        confirm=PlainTextObject(text=yes),
        deny=PlainTextObject(text=no),
    )
