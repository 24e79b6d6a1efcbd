"""actorkg: a knowledge graph of who did, said, wants or denies what to whom, built from news."""
