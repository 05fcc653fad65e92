"""The workspace that `schemabot demo` and the tests start with: three people, two channels, one app."""

from bot.simulator.values import SLACKBOT, App, Channel, SlashCommand, Team, User, UserGroup
from bot.simulator.workspace import Workspace

BOT_USER = "U0SCHEMABOT"
PEOPLE = ("U0ANNA", "U0BEN", "U0CHRIS")
FOUNDED = 1_760_000_000
# As slack-manifest.yaml, which real workspaces are given, has them.
COMMAND_DESCRIPTION = "Deploy and compare the schemas of your databases"
COMMAND_HINT = (
    "deploy ENV [commit] | approve ID | reject ID reason | rollback ENV | deployments"
    " | diff [A] [B] | drift [ENV] | status | help"
)


def default_workspace(command: str = "/schema") -> Workspace:
    """Build a workspace in which the app is a member of `#schema` and not of `#general`."""
    app = App(
        id="A0SCHEMABOT",
        name="schemabot",
        bot_id="B0SCHEMABOT",
        bot_user_id=BOT_USER,
        bot_token="xoxb-local-workspace",  # noqa: S106  # opens nothing but this process
        app_token="xapp-local-workspace",  # noqa: S106
        commands=(SlashCommand(command, COMMAND_DESCRIPTION, COMMAND_HINT),),
        events=frozenset({"app_home_opened"}),
    )
    users = (
        User("U0ANNA", "anna", "Anna Lind", "anna@acme.test", "#2d7ff9", is_admin=True),
        User("U0BEN", "ben", "Ben Okafor", "ben@acme.test", "#00875a"),
        User("U0CHRIS", "chris", "Chris Meyer", "chris@acme.test", "#b8431f"),
        User(BOT_USER, "schemabot", "schemabot", "", "#4a3aa7", is_bot=True),
        User(SLACKBOT, "slackbot", "Slackbot", "", "#611f69", is_bot=True),
    )
    channels = (
        Channel("C0SCHEMA", "schema", "Deployments, drift and approvals", (*PEOPLE, BOT_USER), FOUNDED),
        Channel("C0GENERAL", "general", "Everything else", PEOPLE, FOUNDED),
    )
    group = UserGroup("S0PLATFORM", "platform", "Platform team", ("U0ANNA", "U0BEN"))
    return Workspace(Team("T0ACME", "Acme", "acme"), app, users, (group,), channels)
