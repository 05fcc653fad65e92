"""What the app answers: in an acknowledgement, or later at a `response_url`."""

from dataclasses import replace

from bot.simulator.deliveries import Outcome
from bot.simulator.errors import SlackError
from bot.simulator.passes import ResponsePass
from bot.simulator.validation import check_message, check_view
from bot.simulator.values import JsonObject, Message, View
from bot.simulator.workspace import Workspace


def answer(workspace: Workspace, to: ResponsePass, body: JsonObject) -> None:
    """Do what a body posted to a response URL asks for: replace, delete, or say something new.

    Raises:
        SlackError: the message would be refused, or the original is gone.
    """
    if body.get("delete_original"):
        workspace.delete(_original(workspace, to))
        return
    text = str(body.get("text") or "")
    blocks = body.get("blocks")
    check_message(text, blocks)
    if body.get("replace_original") and to.message_ts is not None:
        original = _original(workspace, to)
        workspace.amend(original, lambda current: replace(current, text=text, blocks=tuple(blocks or ())))
        return
    workspace.post(
        Message(
            channel=to.channel_id,
            ts="",
            user=workspace.app.bot_user_id,
            text=text,
            blocks=tuple(blocks or ()),
            thread_ts=body.get("thread_ts") or to.thread_ts,
            metadata=body.get("metadata"),
            only_visible_to=None if body.get("response_type") == "in_channel" else to.user_id,
        )
    )


def command_acknowledged(workspace: Workspace, name: str, to: ResponsePass, body: JsonObject) -> None:
    """Show what came with a command's acknowledgement; an empty one says nothing."""
    if not body.get("text") and not body.get("blocks"):
        return
    try:
        answer(workspace, to, body)
    except SlackError as refusal:
        workspace.whisper(to.channel_id, to.user_id, failure(name, refusal.name))


def submission_acknowledged(workspace: Workspace, view: View, body: JsonObject) -> None:
    """Do the `response_action` of a view's acknowledgement; none closes the view."""
    try:
        _respond_to_submission(workspace, view, body)
    except SlackError as refusal:
        workspace.views.tell(view, {}, f"We had some trouble connecting. Try again? ({refusal})")


def failure(command: str, error: str) -> str:
    """Return Slack's line for a command that did not get through."""
    return f"{command} failed with the error “{error}”"


def unanswered_click(outcome: Outcome) -> str:
    """Return Slack's words for a click that did not get through."""
    if outcome is Outcome.OPERATION_TIMEOUT:
        return "Operation timed out. Apps need to respond within 3 seconds."
    return "This app responded with an error, or is not connected. Try again later."


def _respond_to_submission(workspace: Workspace, view: View, body: JsonObject) -> None:
    action = body.get("response_action")
    if action is None:
        workspace.views.close(view)
    elif action == "clear":
        workspace.views.clear(view.user)
    elif action == "errors":
        _show_errors(workspace, view, body.get("errors"))
    elif action in ("update", "push"):
        check_view(body.get("view"), kind="modal")
        content: JsonObject = body["view"]
        if action == "push":
            workspace.views.push(view.user, content)
        else:
            workspace.views.update(view, content)
    else:
        raise SlackError("invalid_arguments", [f"unknown response_action {action!r}"])


def _show_errors(workspace: Workspace, view: View, errors: object) -> None:
    known = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= known:
        raise SlackError("invalid_arguments", [f"errors must name input blocks of the view: {errors!r}"])
    workspace.views.tell(view, {str(block_id): str(text) for block_id, text in errors.items()})


def _original(workspace: Workspace, to: ResponsePass) -> Message:
    if to.message_ts is None:
        raise SlackError("message_not_found")
    return workspace.message(to.channel_id, to.message_ts, ephemeral=True)
