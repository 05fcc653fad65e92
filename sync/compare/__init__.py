"""Compares two catalogs. Knows no kind of object: what an object is made of, the model says."""

from sync.compare.differences import AttributeChange, Change, Difference, compare

__all__ = ["AttributeChange", "Change", "Difference", "compare"]
