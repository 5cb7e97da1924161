"""Turn a document into a policy of the language: what cannot be a rule stays in its words."""
