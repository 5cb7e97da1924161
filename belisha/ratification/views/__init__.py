"""The pages of a version on its way to the website."""
