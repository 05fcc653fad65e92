"""The bot's own records: one PostgreSQL database, brought up to date by the engine when the bot starts."""

from bot.store.state import State, engine_of, keep_alive, open_state

__all__ = ["State", "engine_of", "keep_alive", "open_state"]
