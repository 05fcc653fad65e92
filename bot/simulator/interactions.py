"""What people do: write, run commands, click, choose, submit, close, open the Home.

Both the page and `Person` act here. Each function changes the workspace or sends the app what Slack would
send, and returns at once.
"""

from dataclasses import dataclass
from functools import partial

from bot.simulator import payloads
from bot.simulator.deliveries import Delivery, Kind, Outcome
from bot.simulator.elements import Chosen, Values, chosen_json, elements_of, is_empty, state_of
from bot.simulator.errors import SlackError
from bot.simulator.passes import ResponsePass
from bot.simulator.responses import command_acknowledged, failure, submission_acknowledged, unanswered_click
from bot.simulator.shapes import view_json
from bot.simulator.values import Channel, JsonObject, Message, View
from bot.simulator.workspace import Workspace

REQUIRED = "Please complete this required field."


@dataclass(frozen=True, slots=True)
class Submission:
    """A press of a modal's submit button: on its way, or held back with `errors` by block id."""

    delivery: Delivery | None
    errors: dict[str, str]


def write(
    workspace: Workspace, user_id: str, channel: Channel, text: str, thread_ts: str | None = None
) -> Message | Delivery | None:
    """Send what stands in the composer: a slash command, or else a message."""
    if text.startswith("/") and thread_ts is None:
        return command(workspace, user_id, channel, text)
    if text.startswith("/"):
        name = text.split(maxsplit=1)[0]
        workspace.whisper(channel.id, user_id, f"{name} is not supported in threads. Sorry!", thread_ts=thread_ts)
        return None
    message = workspace.post(Message(channel.id, "", user_id, text, thread_ts=thread_ts))
    app = workspace.app
    if app.bot_user_id in channel.members:
        event = payloads.message_event(workspace, message)
        if ("message.im" if channel.is_im else "message.channels") in app.events:
            send_event(workspace, event)
        if f"<@{app.bot_user_id}>" in text and "app_mention" in app.events:
            send_event(workspace, {**event, "type": "app_mention"})
    return message


def command(workspace: Workspace, user_id: str, channel: Channel, line: str) -> Delivery | None:
    """Run a slash command as typed; None if there is no such command."""
    name, _, text = line.partition(" ")
    if name not in {each.name for each in workspace.app.commands}:
        workspace.whisper(
            channel.id,
            user_id,
            f"{name} is not a valid command. In Slack, all messages that start with the “/” character "
            "are interpreted as commands.",
        )
        return None
    to = ResponsePass(user_id, channel.id, None, None, 0.0)
    return workspace.deliveries.send(
        Delivery(
            kind=Kind.COMMAND,
            payload=payloads.command_payload(workspace, user_id, channel, name, text.strip()),
            on_acknowledged=partial(command_acknowledged, workspace, name, to),
            on_failed=lambda outcome: _whisper(workspace, channel.id, user_id, failure(name, outcome)),
        )
    )


def act_in_message(
    workspace: Workspace, user_id: str, message: Message, ids: tuple[str, str], chosen: Chosen
) -> Delivery:
    """Click or choose in an element of a message; `ids` are its block id and action id."""
    element = find_element(message.blocks, ids)
    held = chosen_json(element, chosen)
    values = state_of(message.blocks, _remember(workspace, user_id, message.ts, {ids: held}))
    action = _action(workspace, element, ids[0], held)

    def failed(outcome: Outcome) -> None:
        _whisper(workspace, message.channel, user_id, unanswered_click(outcome), message.thread_ts)

    return workspace.deliveries.send(
        Delivery(
            kind=Kind.INTERACTIVE,
            payload=payloads.message_action_payload(workspace, user_id, message, action, values),
            on_acknowledged=_nothing,
            on_failed=failed,
        )
    )


def act_in_view(workspace: Workspace, view: View, ids: tuple[str, str], chosen: Chosen, values: Values) -> Delivery:
    """Click or choose in an element of a modal or Home; `values` is what else was entered."""
    element = find_element(view.blocks, ids)
    held = chosen_json(element, chosen)
    action = _action(workspace, element, ids[0], held)
    state = state_of(view.blocks, _remember(workspace, view.user, view.id, {**values, ids: held}))
    return workspace.deliveries.send(
        Delivery(
            kind=Kind.INTERACTIVE,
            payload=payloads.view_action_payload(workspace, view.user, view, action, state),
            on_acknowledged=_nothing,
            on_failed=lambda outcome: _tell(workspace, view, unanswered_click(outcome)),
        )
    )


def submit(workspace: Workspace, view: View, values: Values) -> Submission:
    """Press a modal's submit button; required inputs that are empty hold it back, as in Slack's clients."""
    state = state_of(view.blocks, _remember(workspace, view.user, view.id, values))
    missing = {
        block["block_id"]: REQUIRED
        for block, element in elements_of(view.blocks)
        if block["type"] == "input"
        and not block.get("optional")
        and is_empty(state[block["block_id"]][element["action_id"]])
    }
    if missing:
        workspace.views.tell(view, missing)
        return Submission(None, missing)
    delivery = workspace.deliveries.send(
        Delivery(
            kind=Kind.INTERACTIVE,
            payload=payloads.submission_payload(workspace, view.user, view, state),
            on_acknowledged=partial(submission_acknowledged, workspace, view),
            on_failed=lambda _outcome: _tell(workspace, view, "We had some trouble connecting. Try again?"),
        )
    )
    return Submission(delivery, {})


def close(workspace: Workspace, view: View, *, cleared: bool = False) -> Delivery | None:
    """Close a modal (with `cleared`, its whole stack); the app hears of it if it asked to."""
    if cleared or view.content.get("clear_on_close"):
        workspace.views.clear(view.user)
    else:
        workspace.views.close(view)
    if not view.content.get("notify_on_close"):
        return None
    return workspace.deliveries.send(
        Delivery(
            kind=Kind.INTERACTIVE,
            payload=payloads.closed_payload(workspace, view.user, view, cleared=cleared),
            on_acknowledged=_nothing,
            on_failed=lambda _outcome: None,
        )
    )


def open_home(workspace: Workspace, user_id: str) -> Delivery | None:
    """Open the app's Home tab."""
    if "app_home_opened" not in workspace.app.events:
        return None
    event: JsonObject = {
        "type": "app_home_opened",
        "user": user_id,
        "channel": workspace.direct_channel(user_id).id,
        "tab": "home",
        "event_ts": workspace.new_ts(),
    }
    home = workspace.views.home(user_id)
    if home is not None:
        event["view"] = view_json(workspace, home)
    return send_event(workspace, event)


def join_channel(workspace: Workspace, user_id: str, channel: Channel) -> None:
    """Make somebody a member of a channel."""
    workspace.join(channel, user_id)
    if "member_joined_channel" in workspace.app.events:
        event = {"type": "member_joined_channel", "user": user_id, "channel": channel.id, "channel_type": "C"}
        send_event(workspace, {**event, "team": workspace.team.id, "event_ts": workspace.new_ts()})


def send_event(workspace: Workspace, event: JsonObject) -> Delivery:
    """Send an event, which comes again if it is not acknowledged."""
    return workspace.deliveries.send(
        Delivery(
            kind=Kind.EVENT,
            payload=payloads.event_payload(workspace, event),
            on_acknowledged=_nothing,
            on_failed=lambda _outcome: None,
        )
    )


def find_element(blocks: tuple[JsonObject, ...], ids: tuple[str, str]) -> JsonObject:
    """Return the element with this block id and action id.

    Raises:
        LookupError: it is not there (any more).
    """
    for block, element in elements_of(blocks):
        if (block["block_id"], element["action_id"]) == ids:
            return element
    raise LookupError(f"there is no element {ids[1]!r} in block {ids[0]!r}")


def _remember(workspace: Workspace, user_id: str, container: str, values: Values) -> Values:
    """Add to what the person has entered in a message or view, and return all of it."""
    entered = workspace.entered.setdefault((user_id, container), {})
    entered |= values
    return entered


def _action(workspace: Workspace, element: JsonObject, block_id: str, held: JsonObject) -> JsonObject:
    action = {
        "action_id": element["action_id"],
        "block_id": block_id,
        "action_ts": workspace.new_ts(),
        **held,
    }
    if element["type"] == "button":
        action["text"] = element["text"]
        action.pop("value", None)
        action |= {name: element[name] for name in ("value", "style", "url") if name in element}
    return action


def _whisper(workspace: Workspace, channel_id: str, user_id: str, text: str, thread_ts: str | None = None) -> None:
    workspace.whisper(channel_id, user_id, text, thread_ts=thread_ts)


def _tell(workspace: Workspace, view: View, notice: str) -> None:
    try:
        workspace.views.tell(workspace.views.find(view_id=view.id), {}, notice)
    except SlackError:
        return  # it was closed in the meantime


def _nothing(_response: JsonObject) -> None:
    """Take an acknowledgement that needs no answer."""
