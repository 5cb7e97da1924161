"""Read a document: its structure and the clauses it proposes. Pure."""
