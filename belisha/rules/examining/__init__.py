"""What is looked for in one policy; `belisha.rules.examine` is the door.

reports: what is reported. idle: rules that never decide an answer. unreached: clauses of other kinds that no
answer shows. silences: what others rule on and this policy does not.
"""
