"""views: modals and Homes."""

from bot.simulator.errors import SlackError
from bot.simulator.shapes import view_json
from bot.simulator.validation import check_view
from bot.simulator.values import JsonObject, View
from bot.simulator.web_api.calls import Call


def open_view(call: Call) -> JsonObject:
    """Open a modal for the person whose trigger this is."""
    content = _content(call, "modal")
    user_id = call.workspace.triggers.spend(call.needs("trigger_id"))
    return _shown(call, call.workspace.views.open(user_id, content))


def push(call: Call) -> JsonObject:
    """Put a modal on top of the one in which the trigger arose."""
    content = _content(call, "modal")
    user_id = call.workspace.triggers.spend(call.needs("trigger_id"))
    return _shown(call, call.workspace.views.push(user_id, content))


def update(call: Call) -> JsonObject:
    """Replace what an open view shows."""
    view = call.workspace.views.find(view_id=call.text("view_id") or None, external_id=call.text("external_id") or None)
    content = _content(call, str(view.content["type"]))
    _check_hash(call, view)
    return _shown(call, call.workspace.views.update(view, content))


def publish(call: Call) -> JsonObject:
    """Set a person's Home."""
    user_id = call.needs("user_id")
    if user_id not in call.workspace.users:
        raise SlackError("invalid_arguments", ["[ERROR] invalid user_id"])
    content = _content(call, "home")
    before = call.workspace.views.home(user_id)
    if before is not None:
        _check_hash(call, before)
    return _shown(call, call.workspace.views.publish(user_id, content))


def _content(call: Call, kind: str) -> JsonObject:
    content: JsonObject = call.structure("view", "invalid_arguments")
    check_view(content, kind=kind)
    return content


def _check_hash(call: Call, view: View) -> None:
    if call.text("hash") not in ("", view.hash):
        raise SlackError("hash_conflict")


def _shown(call: Call, view: View) -> JsonObject:
    return {"view": view_json(call.workspace, view)}


METHODS = {"views.open": open_view, "views.push": push, "views.update": update, "views.publish": publish}
