"""The bot in Slack: listeners that acknowledge and delegate, and messages built by pure functions."""
