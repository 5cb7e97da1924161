class EntryTransitionError(Exception):
    """The table of moves, or the state of the entry, does not allow this now. The sentence says why."""
