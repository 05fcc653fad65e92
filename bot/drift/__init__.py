"""Drift: what is live and not what the migration files say; found, kept with since when, told, acknowledged.

`checking` looks, `keeping` writes down, `rounds` makes a report of both and has it told; `service` is what the clock
and Slack call, `watching` looks between the nights. What is said stands in `bot.slack.messages.drift`.
"""

from bot.drift.checking import Checker
from bot.drift.rounds import Rounds
from bot.drift.service import Drifts
from bot.drift.watching import Watch

__all__ = ["Checker", "Drifts", "Rounds", "Watch"]
