"""Readers of the formats in which policies come. Each returns blocks in the order of the document."""
