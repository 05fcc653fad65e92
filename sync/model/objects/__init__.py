"""The objects of a schema, one frozen class each."""
