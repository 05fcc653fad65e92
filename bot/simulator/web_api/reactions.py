"""reactions: emoji on messages."""

from bot.simulator.values import JsonObject
from bot.simulator.web_api.calls import Call


def add(call: Call) -> JsonObject:
    """Put an emoji on a message."""
    message = call.workspace.message(call.channel().id, call.needs("timestamp"))
    call.workspace.react(message, call.needs("name").strip(":"), call.workspace.app.bot_user_id)
    return {}


def remove(call: Call) -> JsonObject:
    """Take the app's emoji off a message."""
    message = call.workspace.message(call.channel().id, call.needs("timestamp"))
    call.workspace.unreact(message, call.needs("name").strip(":"), call.workspace.app.bot_user_id)
    return {}


METHODS = {"reactions.add": add, "reactions.remove": remove}
