"""The bot's sections of `schemabot.toml`, and its secrets from the environment."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Literal, Self

from pydantic import Field

from sync.configuration import Clock, Configuration, Duration, Section, Zone, pattern
from sync.errors import ConfigurationError

SLACK_API_URL = "https://slack.com/api/"
WEB_PORT = 3000
_LAST_PORT = 65_535
_EVERYWHERE = "0.0.0.0"  # noqa: S104 - a container is reached from outside of it; what answers there checks who asks
_PREFIXES = {"SLACK_BOT_TOKEN": "xoxb-", "SLACK_APP_TOKEN": "xapp-"}


class SlackSection(Section):
    """`[slack]`: where the bot speaks, and the command it listens to."""

    channel: Annotated[str, pattern(re.compile(r"#?[\w-]+\Z"), '"#schema"')] = "#schema"
    command: Annotated[str, pattern(re.compile(r"/[a-z0-9_-]{1,31}\Z"), '"/schema"')] = "/schema"


class DriftSection(Section):
    """`[drift]`: when the databases are compared without anybody asking."""

    nightly: Clock = "02:00"
    zone: Zone = "UTC"
    watch: Duration | Literal["off"] = timedelta(minutes=5)


class BotConfiguration(Configuration):
    """The whole file, as the bot reads it."""

    slack: SlackSection = SlackSection()
    drift: DriftSection = Field(default_factory=DriftSection)


@dataclass(frozen=True, slots=True)
class SlackAccess:
    """How the bot gets into Slack. Its `repr` shows no token.

    Attributes:
        bot_token: `xoxb-…`.
        app_token: `xapp-…`, for Socket Mode; empty in HTTP mode.
        api_url: Slack's own, or that of a stand-in; ends in `/api/`.
        signing_secret: What Slack signs its requests with, in HTTP mode; empty in Socket Mode.
    """

    bot_token: str
    app_token: str
    api_url: str
    signing_secret: str = ""

    @property
    def is_http(self) -> bool:
        """Whether Slack posts to the bot; else the bot connects to Slack."""
        return not self.app_token

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read `SLACK_BOT_TOKEN`, `SLACK_APP_TOKEN`, `SLACK_SIGNING_SECRET` and `SLACK_API_URL`.

        Socket Mode needs nothing that is open to the internet, so the app token goes before the signing secret.

        Raises:
            ConfigurationError: One is missing or has not the form that Slack gives it.
        """
        api_url = environ.get("SLACK_API_URL") or SLACK_API_URL
        if not re.match(r"https?://.+/api/\Z", api_url):
            raise ConfigurationError("SLACK_API_URL is not the address of an API", "it must end in /api/")
        bot_token = _token(environ, "SLACK_BOT_TOKEN", "OAuth & Permissions")
        secret = environ.get("SLACK_SIGNING_SECRET", "").strip()
        if environ.get("SLACK_APP_TOKEN"):
            return cls(bot_token, _token(environ, "SLACK_APP_TOKEN", "Basic Information, App-Level Tokens"), api_url)
        if not secret:
            raise ConfigurationError(
                "neither SLACK_APP_TOKEN nor SLACK_SIGNING_SECRET is set",
                "copy one from your Slack app's page Basic Information: an app-level token for Socket Mode, or the"
                " signing secret for requests over HTTP",
            )
        if secret.startswith(tuple(_PREFIXES.values())):
            raise ConfigurationError(
                "SLACK_SIGNING_SECRET holds a token", "copy the secret from your Slack app's page Basic Information"
            )
        return cls(bot_token, "", api_url, secret)

    def __repr__(self) -> str:
        return f"SlackAccess(api_url={self.api_url!r})"


@dataclass(frozen=True, slots=True)
class WebAccess:
    """Where the bot's web port is, and who may say something there. Its `repr` shows no secret.

    Attributes:
        host: The address it listens on.
        port: 0 takes a free one.
        webhook_secret: What GitHub signs its webhooks with; empty where it sends none.
        deploy_token: What CI shows to ask for a deployment; empty where it asks for none.
    """

    host: str
    port: int
    webhook_secret: str = ""
    deploy_token: str = ""

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read `HOST`, `PORT`, `GITHUB_WEBHOOK_SECRET` and `SCHEMABOT_DEPLOY_TOKEN`.

        Raises:
            ConfigurationError: The port is none.
        """
        port = environ.get("PORT", "").strip() or str(WEB_PORT)
        if not re.match(r"\d{1,5}\Z", port, re.ASCII) or int(port) > _LAST_PORT:
            raise ConfigurationError("PORT is not a number from 0 to 65535", f"set it to {WEB_PORT}, or take it out")
        return cls(
            host=environ.get("HOST", "").strip() or _EVERYWHERE,
            port=int(port),
            webhook_secret=environ.get("GITHUB_WEBHOOK_SECRET", "").strip(),
            deploy_token=environ.get("SCHEMABOT_DEPLOY_TOKEN", "").strip(),
        )

    def __repr__(self) -> str:
        return f"WebAccess(host={self.host!r}, port={self.port})"


def _token(environ: Mapping[str, str], name: str, page: str) -> str:
    token = environ.get(name, "")
    if not token:
        raise ConfigurationError(f"{name} is not set", f"copy it from your Slack app's page {page}")
    for other, prefix in _PREFIXES.items():
        if other != name and token.startswith(prefix):
            raise ConfigurationError(f"{name} holds the token for {other}", f"it starts with {_PREFIXES[name]}")
    if not token.startswith(_PREFIXES[name]):
        raise ConfigurationError(
            f"{name} is no token of that kind: it starts with {_PREFIXES[name]}",
            f"copy it from your Slack app's page {page}",
        )
    return token
