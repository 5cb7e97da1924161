"""The three-way merge of policies, in parts: what became of each clause, and the order of them all."""
