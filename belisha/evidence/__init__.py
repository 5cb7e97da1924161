"""Files kept as evidence, with the custody of each."""
