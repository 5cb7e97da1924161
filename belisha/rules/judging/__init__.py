"""How a ruling is made, step by step; `belisha.rules.judge` is the door.

closures: what a role or action includes. atoms: circumstances as bits, and what follows from a known
fact. speakers: a clause made ready to be weighed. plans: which clauses speak to a role and an action.
weighing: what became of each, and the verdict. grounds, tries, asks, way_out, duties: the parts of the
ruling. compiled: all of it for one policy.
"""
