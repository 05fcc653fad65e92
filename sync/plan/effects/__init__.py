"""What statements do to what is in a database, and to those who use it meanwhile."""
