"""How Slack and the web port are reached, as the environment says."""

import pytest

from bot.configuration import SlackAccess, WebAccess
from sync.errors import ConfigurationError

BOT = {"SLACK_BOT_TOKEN": "xoxb-hunter2"}


def test_socket_mode_goes_before_http_mode() -> None:
    socket = SlackAccess.from_environment({**BOT, "SLACK_APP_TOKEN": "xapp-hunter2", "SLACK_SIGNING_SECRET": "hunter2"})
    assert (socket.is_http, socket.app_token, socket.signing_secret) == (False, "xapp-hunter2", "")
    http = SlackAccess.from_environment({**BOT, "SLACK_APP_TOKEN": "", "SLACK_SIGNING_SECRET": "hunter2\n"})
    assert (http.is_http, http.app_token, http.signing_secret) == (True, "", "hunter2")
    assert "hunter2" not in f"{socket!r} {http!r}"


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        (BOT, "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set: copy one from your Slack app's page Basic Inf"),
        ({**BOT, "SLACK_SIGNING_SECRET": " "}, "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set"),
        ({**BOT, "SLACK_SIGNING_SECRET": "xapp-hunter2"}, "SLACK_SIGNING_SECRET holds a token: copy the secret from"),
        ({**BOT, "SLACK_APP_TOKEN": "hunter2"}, "SLACK_APP_TOKEN is no token of that kind"),
        ({"SLACK_SIGNING_SECRET": "hunter2"}, "SLACK_BOT_TOKEN is not set"),
    ],
)
def test_what_is_missing_is_named(environ: dict[str, str], expected: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        SlackAccess.from_environment(environ)
    assert str(refused.value).startswith(expected)
    assert "hunter2" not in str(refused.value)


def test_the_web_port() -> None:
    found = WebAccess.from_environment({})
    assert (found.host, found.port, found.webhook_secret, found.deploy_token) == (
        "0.0.0.0",  # noqa: S104 - what a container needs
        3000,
        "",
        "",
    )
    found = WebAccess.from_environment(
        {
            "HOST": "127.0.0.1",
            "PORT": "8080",
            "GITHUB_WEBHOOK_SECRET": "hunter2\n",
            "SCHEMABOT_DEPLOY_TOKEN": " hunter3 ",
        }
    )
    assert (found.host, found.port, found.webhook_secret, found.deploy_token) == (
        "127.0.0.1",
        8080,
        "hunter2",
        "hunter3",
    )
    assert "hunter" not in f"{found!r}"


@pytest.mark.parametrize("port", ["http", "-1", "65536", "80 80", "٣"])
def test_a_port_that_is_none(port: str) -> None:
    with pytest.raises(ConfigurationError, match="PORT is not a number from 0 to 65535: set it to 3000, or take it ou"):
        WebAccess.from_environment({"PORT": port})
