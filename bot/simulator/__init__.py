"""The local workspace: a stand-in for Slack that speaks Slack's real protocol, for tests and `schemabot demo`.

The unchanged bot runs against it: `SLACK_API_URL` is `server.api_url`, the tokens are the server's.

    with running(default_workspace()) as server:
        ...                                              # start the bot; people look at server.page_url
        server.wait_until_connected()
        anna = server.person("anna")
        anna.command("#schema", "/schema diff staging production")
        request = anna.wait_for("#schema", "Deploy to production?")
        anna.click(request, "Approve")                   # by label or action id; accept=False declines a dialog
        view = anna.wait_for_view("Reason")
        anna.submit(view, {"Reason": "Too risky"})
        print(anna.transcript("#schema"))

Time is `workspace.clock` (`advance` skips ahead), bad weather is `workspace.faults` and `server.outage()`. What the
bot may send is checked as Slack checks it: see `validation.limits`. An app with `request_url` and `signing_secret`
(`workspace.app = replace(workspace.app, …)` before the start) is served over HTTP instead of Socket Mode.

Not here: scopes, attachments, external selects, files of other people, and anything of Slack's that no bot of this
kind uses.
"""

from bot.simulator.defaults import default_workspace
from bot.simulator.deliveries import Outcome
from bot.simulator.errors import SlackError
from bot.simulator.person import Click, Person
from bot.simulator.server import Server, running
from bot.simulator.transcript import transcript
from bot.simulator.values import App, Channel, File, Message, SlashCommand, Team, User, UserGroup, View
from bot.simulator.workspace import Workspace

__all__ = [
    "App",
    "Channel",
    "Click",
    "File",
    "Message",
    "Outcome",
    "Person",
    "Server",
    "SlackError",
    "SlashCommand",
    "Team",
    "User",
    "UserGroup",
    "View",
    "Workspace",
    "default_workspace",
    "running",
    "transcript",
]
