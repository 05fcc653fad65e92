"""`schemabot.toml`: what it may say, and one clear line for everything that is wrong with it.

Secrets never stand in the file: a value `env:NAME` is read from the environment when it is used. This package has the
sections that the engine uses and those that hang on an environment; the bot adds its own. docs/configuration.md
describes every key.
"""

from sync.configuration.environments import Approvals, Backup, Deploy, Environment, Freeze
from sync.configuration.file import FILE, FILE_VARIABLE, Compare, Configuration, Migrations, Project
from sync.configuration.values import Clock, Duration, Moment, Section, Text, Variable, Zone, pattern

__all__ = [
    "FILE",
    "FILE_VARIABLE",
    "Approvals",
    "Backup",
    "Clock",
    "Compare",
    "Configuration",
    "Deploy",
    "Duration",
    "Environment",
    "Freeze",
    "Migrations",
    "Moment",
    "Project",
    "Section",
    "Text",
    "Variable",
    "Zone",
    "pattern",
]
