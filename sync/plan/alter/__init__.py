"""The statements that change an object in place, from one form to another, by its class."""
