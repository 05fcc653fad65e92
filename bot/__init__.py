"""The people's side: the command line's bot commands, Slack, and the local workspace."""
