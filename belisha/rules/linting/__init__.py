"""How faults of a policy are found; `belisha.rules.lint` is the door.

findings: what is reported. texts: the words that are searched. subjects: what a check is given, and where
checks are found. dates, known: dates as stated, and what is known of the world by day. checks: one kind of
fault each; a new module there is a new check.
"""
