"""Collecting what is wrong with a piece of JSON, each finding with the place as Slack's messages name it."""

from bot.simulator.values import JsonObject


class Findings:
    """The complaints about one request, in Slack's form: `[ERROR] <what> [json-pointer:<where>]`."""

    def __init__(self) -> None:
        self.messages: list[str] = []

    def add(self, at: str, what: str) -> None:
        """Note that `what` is wrong `at` this JSON pointer."""
        self.messages.append(f"[ERROR] {what} [json-pointer:{at}]")

    def required(self, found: object, at: str, *names: str) -> bool:
        """Require an object with these fields; tell whether it has them."""
        if not isinstance(found, dict):
            self.add(at, "must provide an object")
            return False
        missing = [name for name in names if found.get(name) is None]
        for name in missing:
            self.add(at, f"missing required field: {name}")
        return not missing

    def length(self, value: object, at: str, most: int, least: int = 1) -> None:
        """Require a string of `least` to `most` characters; an absent one is fine."""
        if value is None:
            return
        if not isinstance(value, str):
            self.add(at, "must provide a string")
        elif len(value) > most:
            self.add(at, f"must be less than {most + 1} characters")
        elif len(value) < least:
            self.add(at, f"must be more than {least - 1} characters")

    def items(self, value: object, at: str, most: int, least: int = 1) -> list[JsonObject]:
        """Require a list of `least` to `most` objects and return those that are objects."""
        if not isinstance(value, list | tuple):
            self.add(at, "must provide an array")
            return []
        if len(value) > most:
            self.add(at, f"no more than {most} items allowed")
        if len(value) < least:
            self.add(at, f"must have at least {least} items" if least > 1 else "must provide at least 1 item")
        for position, item in enumerate(value):
            if not isinstance(item, dict):
                self.add(f"{at}/{position}", "must provide an object")
        return [item for item in value if isinstance(item, dict)]
