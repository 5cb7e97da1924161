"""What sentences of policies say: their force, whom they bind, and their conditions."""
