"""Reminders in three parts: `load` reads what there is, `decide` (pure) chooses, `write` saves and queues."""
