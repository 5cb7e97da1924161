"""The form of one clause: from a clause to what the boxes show, and from what was typed to its text."""
