"""Modals: the reason of a rejection, the SQL, the log."""

from slack_sdk.models.blocks import Block, InputBlock, MarkdownTextObject, PlainTextInputElement, PlainTextObject
from slack_sdk.models.blocks import SectionBlock as Section
from slack_sdk.models.views import View

from bot.deployments.view import DeploymentView
from bot.slack.messages.deployment.words import what
from bot.slack.messages.message import clip, context, escape, section

REASON = "deployment_reason"
"""The callback id of the modal that asks for a reason; also the ids of its input."""

_TITLE_LIMIT = 24
_REASON_LIMIT = 1_000
_CODE_LIMIT = 2_400
_MOST_SECTIONS = 12
_LOOK_ALIKE = "\N{MODIFIER LETTER GRAVE ACCENT}"


def reason_view(view: DeploymentView, private: str) -> View:
    """Ask why a deployment is rejected.

    Args:
        view: The deployment.
        private: What the submission has to know; Slack gives it back.
    """
    asked = InputBlock(
        label=PlainTextObject(text="Reason"),
        element=PlainTextInputElement(action_id=REASON, multiline=True, max_length=_REASON_LIMIT, focus_on_load=True),
        hint=PlainTextObject(text="Everybody in the channel reads it."),
        block_id=REASON,
    )
    return View(
        type="modal",
        callback_id=REASON,
        private_metadata=private,
        title=PlainTextObject(text=clip(f"Reject {view.environment}", _TITLE_LIMIT)),
        submit=PlainTextObject(text="Reject"),
        close=PlainTextObject(text="Back"),
        blocks=[section(f"*{escape(view.environment)}* {what(view)}"), asked],
    )


def sql_view(view: DeploymentView) -> View:
    """The SQL that will be run; of a long one the beginning."""
    sql = view.tested.sql if view.tested else ""
    return _text_view("SQL", view, sql, f"The whole is the file {escape(view.id)}.sql in the thread.")


def log_view(view: DeploymentView, log: str) -> View:
    """What is known of a deployment; of a long log the end."""
    return _text_view("Log", view, log, "Earlier lines are left out here.", from_end=True)


def _text_view(title: str, view: DeploymentView, text: str, more: str, *, from_end: bool = False) -> View:
    pieces = _pieces(text or "There is none.")
    shown = pieces[-_MOST_SECTIONS:] if from_end else pieces[:_MOST_SECTIONS]
    blocks: list[Block] = [section(f"*{escape(view.environment)}* {what(view)}")]
    left_out = [context(f"{more}")] if len(shown) < len(pieces) else []
    code = [Section(text=MarkdownTextObject(text=f"```{one}```", verbatim=True)) for one in shown]
    blocks += [*left_out, *code] if from_end else [*code, *left_out]
    return View(
        type="modal",
        title=PlainTextObject(text=clip(f"{title}: {view.environment}", _TITLE_LIMIT)),
        close=PlainTextObject(text="Close"),
        blocks=blocks,
    )


def _pieces(text: str) -> list[str]:
    """A text in pieces that a section takes, at line ends; escaped, and with no fence in it that would end the code."""
    pieces = [""]
    for line in text.splitlines():
        rest = escape(line).replace("`", _LOOK_ALIKE) + "\n"
        while rest:
            if len(pieces[-1]) + min(len(rest), _CODE_LIMIT) > _CODE_LIMIT:
                pieces.append("")
            pieces[-1] += rest[:_CODE_LIMIT]
            rest = rest[_CODE_LIMIT:]
    return pieces
