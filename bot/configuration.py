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
        app_token: `xapp-…`, for Socket Mode.
        api_url: Slack's own, or that of a stand-in; ends in `/api/`.
    """

    bot_token: str
    app_token: str
    api_url: str

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> Self:
        """Read `SLACK_BOT_TOKEN`, `SLACK_APP_TOKEN` and `SLACK_API_URL`.

        Raises:
            ConfigurationError: One is missing or has not the form that Slack gives it.
        """
        api_url = environ.get("SLACK_API_URL") or SLACK_API_URL
        if not re.match(r"https?://.+/api/\Z", api_url):
            raise ConfigurationError("SLACK_API_URL is not the address of an API", "it must end in /api/")
        return cls(
            bot_token=_token(environ, "SLACK_BOT_TOKEN", "OAuth & Permissions"),
            app_token=_token(environ, "SLACK_APP_TOKEN", "Basic Information, App-Level Tokens"),
            api_url=api_url,
        )

    def __repr__(self) -> str:
        return f"SlackAccess(api_url={self.api_url!r})"


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
