"""How two policies are compared by what they mean; entered through `belisha.rules.compare`.

audiences: for whom the clauses of the two can tell situations apart. circumstances: the facts on which the
two differ, as few as possible. opinions: what each says. differences: what is reported. severity: which
comes first. rows: one sentence for many roles, parties and actions. sentences: the words. ages: what each
says of platforms.
"""
