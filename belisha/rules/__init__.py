"""The policy language: vocabulary, clauses, the policy file, judge, compare, examine, lint.

Pure: no Django, no clock, no database. The date is passed in; the same input gives the same output.
"""
