"""Renames: what may have been renamed is asked, and what people answer becomes SQL. None is ever guessed.

`suspicions` finds pairs of something that only A has and something that only B has, `likeness` says what makes two
alike, `grammar` how people write a rename, `answers` finds what they mean, and `statements` writes the SQL.
"""

from sync.plan.renames.answers import answered, undone
from sync.plan.renames.statements import Rename
from sync.plan.renames.suspicions import Suspicion, suspected

__all__ = ["Rename", "Suspicion", "answered", "suspected", "undone"]
