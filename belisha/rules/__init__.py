"""The policy language: vocabulary, clauses, the policy file, and what is worked out from them.

Pure: no Django, no clock, no database. The date is passed in; the same input gives the same output.

language: the policy file, read into typed values and written back. vocabulary: the words a policy may use.
wording: clauses, conditions and rulings in plain English. The modules beside this one are the front that
other rooms import: judge and ruling, batch, compare, examine, lint, edit, merge, calendar, coverage,
contradictions, examples, errors. What they are made of (judging, comparing, examining, linting, editing,
merging) is entered through them only.
"""
