"""Scratch databases: files are replayed into an empty database on the embedded server and read like any other."""

from sync.shadow.replay import replay
from sync.shadow.scratch import DATA_VARIABLE, Scratch, data_folder

__all__ = ["DATA_VARIABLE", "Scratch", "data_folder", "replay"]
