"""The engine: reads schemas, compares them, replays migration files. It knows nothing of Slack."""
