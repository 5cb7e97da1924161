"""The three-way merge of policies; entered through `belisha.rules.merge`.

steps: what became of each clause. orders: the order of them all.
"""
