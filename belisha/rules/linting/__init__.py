"""How faults of a policy or a document are found; entered through `belisha.rules.lint`.

findings: what is reported. searchable_text: the words that are searched. lint_context: what a check is
given, and where checks are found. dates, document_facts: dates as stated. reference_data: guidance and
services by day. checks: one kind of fault each; a new module there is a new check.
"""
