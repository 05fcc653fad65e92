"""What a new migration file asks for."""

WHY = "Say here what this changes, and why it is needed."
BACK = "Say here how this is taken back: statements, each line behind --, or why there is no way back."
# What begins a line that asks something about a plan, and is to be taken out when it is answered.
QUESTION = "QUESTION:"
PLACEHOLDERS = frozenset({WHY, BACK})
TEMPLATE = f"-- {WHY}\n\n\n-- rollback\n-- {BACK}\n"
