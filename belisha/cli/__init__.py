"""The command `belisha`: the doors of the product from a shell."""
