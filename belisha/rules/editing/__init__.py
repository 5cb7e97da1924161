"""Changing a policy clause by clause, in parts: each gives a new policy and leaves the old one as it was."""
