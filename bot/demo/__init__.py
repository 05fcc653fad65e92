"""`schemabot demo`: two databases, a local Slack workspace and the production bot, all on this machine."""

from bot.demo.check import check
from bot.demo.stage import Stage, stage

__all__ = ["Stage", "check", "stage"]
