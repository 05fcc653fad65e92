"""Slack's checks of blocks and views, with its limits and much of its wording.

`check_message` and `check_view` raise `SlackError`; everything below them collects findings.
"""

from bot.simulator.validation.messages import check_blocks, check_message, prepared
from bot.simulator.validation.views import check_view

__all__ = ["check_blocks", "check_message", "check_view", "prepared"]
