"""Migration files: their names, their order, and their statements as PostgreSQL's own parser splits them."""

from sync.migrations.files import SqlFile, migration_files
from sync.migrations.statements import Reach, Statement

__all__ = ["Reach", "SqlFile", "Statement", "migration_files"]
