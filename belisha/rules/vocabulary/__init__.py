"""The words that a policy may use: roles, actions, facts, platforms, parties, registers.

words: the typed values. loading: reads the shipped words and a school's own. draft, checks: how files of
words are put together, and whether they fit.
"""
