"""auth, apps, bots and team: who the app is, where it is, and how it connects."""

from bot.simulator.errors import SlackError
from bot.simulator.shapes import bot_json
from bot.simulator.values import JsonObject
from bot.simulator.web_api.calls import Call


def auth_test(call: Call) -> JsonObject:
    """Tell the app who it is."""
    workspace = call.workspace
    return {
        "url": f"https://{workspace.team.domain}.slack.com/",
        "team": workspace.team.name,
        "user": workspace.users[workspace.app.bot_user_id].name,
        "team_id": workspace.team.id,
        "user_id": workspace.app.bot_user_id,
        "bot_id": workspace.app.bot_id,
        "is_enterprise_install": False,
    }


def connections_open(call: Call) -> JsonObject:
    """Return the URL of a new Socket Mode connection."""
    workspace = call.workspace
    if workspace.app.request_url is not None:
        raise SlackError("not_allowed", ["[ERROR] Socket Mode is not turned on"])
    host = workspace.base_url.replace("http://", "ws://")
    return {"url": f"{host}/link/?ticket={workspace.tickets.issue()}&app_id={workspace.app.id}"}


def team_info(call: Call) -> JsonObject:
    """Describe the team."""
    team = call.workspace.team
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "icon": {"image_default": True}}}


def bots_info(call: Call) -> JsonObject:
    """Describe the app's bot."""
    if call.text("bot") not in ("", call.workspace.app.bot_id):
        raise SlackError("bot_not_found")
    return {"bot": bot_json(call.workspace)}


METHODS = {
    "auth.test": auth_test,
    "apps.connections.open": connections_open,
    "team.info": team_info,
    "bots.info": bots_info,
}
