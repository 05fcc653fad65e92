"""Compares what each server deparses in its own way.

`SELECT t.id FROM public.t` of PostgreSQL 15 is `SELECT id FROM public.t` since 16. So what differs in such a text is
made once more on both sides in scratch databases of one and the same server, and only what differs there does differ.

On one major version, too, a text may come in two forms: what was written, and what is left of that when a dump is
restored. `(a AND b) AND c` becomes `a AND b AND c`. There only those texts are made once more that differ in no more
than parentheses, casts and the names of columns.
"""
