"""Migration files: their names, their order, and their statements as PostgreSQL's own parser splits them."""

from sync.migrations.files import SqlFile
from sync.migrations.folder import migration_files, migrations_in
from sync.migrations.migration import Migration
from sync.migrations.statements import Alone, Reach, Statement

__all__ = ["Alone", "Migration", "Reach", "SqlFile", "Statement", "migration_files", "migrations_in"]
