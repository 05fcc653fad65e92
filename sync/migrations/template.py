"""What a new migration file asks for."""

WHY = "Say here what this changes, and why it is needed."
BACK = "Say here how this is taken back: statements, each line behind --, or why there is no way back."
PLACEHOLDERS = frozenset({WHY, BACK})
TEMPLATE = f"-- {WHY}\n\n\n-- rollback\n-- {BACK}\n"
