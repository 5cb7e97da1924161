"""How one policy is examined; entered through `belisha.rules.examine`.

reports: what is reported. redundant_rules: rules that never decide an answer. unreachable: clauses of other
kinds that no answer shows. silences: what others rule on and this policy does not.
"""
