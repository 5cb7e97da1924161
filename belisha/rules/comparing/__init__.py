"""How two policies are compared by what they mean; `belisha.rules.compare` is the door.

sorts: for whom the clauses of the two can tell situations apart. circumstances: the facts on which the two
differ, as few as that needs. differences: what is reported. gravity: which comes first. merging: one
sentence for many roles, parties and actions. sentences: the words. ages: what each says of platforms.
"""
