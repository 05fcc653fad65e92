"""The statements that make an object, by its class."""
