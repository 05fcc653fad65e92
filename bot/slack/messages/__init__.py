"""What the bot says: pure functions from results to texts and blocks."""

from bot.slack.messages.comparison import IN_THE_FILE, Answer, comparison_answer
from bot.slack.messages.help import help_message
from bot.slack.messages.message import Message
from bot.slack.messages.status import status_message

__all__ = ["IN_THE_FILE", "Answer", "Message", "comparison_answer", "help_message", "status_message"]
