"""What GitHub tells the bot: who signed a webhook, what was pushed, and whether that is our repository.

It knows nothing of how a request came in or of what a push leads to.
"""

from bot.github.push import Push, matches, read_push
from bot.github.signature import is_signed

__all__ = ["Push", "is_signed", "matches", "read_push"]
