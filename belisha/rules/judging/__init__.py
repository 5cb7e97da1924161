"""How a ruling is made, step by step; entered through `belisha.rules.judge`.

hierarchies: what a role or action includes. fact_bits: circumstances as bits, and what follows from a known
fact. compiled_clause: a clause made ready to be evaluated. plans: which clauses speak to a role and an
action. evaluation: what becomes of each, and the verdict. explanations, follow_up_questions, remedies,
obligations: the parts of the ruling. compiled_policy: all of it for one policy. packing, columns, sides,
batch_evaluation: the same for many situations at once. overlaps, satisfiability: which clauses can meet.
"""
