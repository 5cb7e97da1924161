"""Check a draft against a policy: a text in, observed actions and findings out. Pure."""
