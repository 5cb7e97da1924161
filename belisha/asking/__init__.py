"""Turn a question in plain words into the situation that a policy can rule on.

Pure: no Django, no clock, no database, no network. The same input gives the same output.
"""
