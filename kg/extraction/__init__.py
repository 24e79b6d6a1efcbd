"""From a tree to clauses: predicates, their arguments, status and speakers. Knows UD labels and words, no actors."""
