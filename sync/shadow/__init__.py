"""Scratch databases: files are replayed into an empty database on the embedded server and read like any other."""
