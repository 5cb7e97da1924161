"""Changing a policy clause by clause; entered through `belisha.rules.edit`.

Each function returns a new policy. insertion: clauses and sections added, moved, removed. new_policy: the
first text of a school's own policy. naming: ids and numbers of new clauses. clause_texts: one clause as
text. differences: how a school's text differs from its model. draft_issues, stale_statements: what is left
to mend in a draft. force_words, wording_strength: whether the words say what the force says. preview: what
a changed rule would answer.
"""
