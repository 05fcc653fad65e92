"""`schemabot demo`: databases, a repository, a local Slack workspace and the production bot, all on this machine."""

from bot.demo.check import check
from bot.demo.play import Play
from bot.demo.stage import Stage, stage

__all__ = ["Play", "Stage", "check", "stage"]
