"""The one error of the workspace: a refusal in Slack's own words."""

from collections.abc import Sequence


class SlackError(Exception):
    """Slack says no: `name` is the value of `error` in its answer, `messages` its explanations."""

    def __init__(self, name: str, messages: Sequence[str] = (), *, retry_after_s: float | None = None) -> None:
        super().__init__(" ".join((name, *messages)))
        self.name = name
        self.messages = tuple(messages)
        self.retry_after_s = retry_after_s
