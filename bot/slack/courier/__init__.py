"""Says in Slack what the bot's records want said: exactly once, in order, as fast as Slack takes it."""

from bot.slack.courier.courier import Courier
from bot.slack.courier.kinds import About, Kinds, Place, PostKind

__all__ = ["About", "Courier", "Kinds", "Place", "PostKind"]
