"""Questions to the graph: the read-only guard, saved questions, and how both are run.

Example:
    >>> from kg.query.guard import check_read_only
    >>> check_read_only("MATCH (a:Actor) RETURN a.name AS name")
"""
