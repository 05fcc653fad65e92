"""What Slack lists in pages, one after the other."""

from collections.abc import Callable, Iterator
from typing import Any

from slack_sdk.web import SlackResponse


def pages(method: Callable[..., SlackResponse], key: str, **arguments: Any) -> Iterator[Any]:
    """All that a method lists; the next page is asked for when it is needed. Raises as `WebClient` does.

    Args:
        method: Such as `client.conversations_history`.
        key: Under which its answer has the list.
        arguments: All but the cursor.
    """
    cursor = ""
    while True:
        answer: Any = method(**arguments, cursor=cursor)
        yield from answer[key]
        cursor = str((answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
