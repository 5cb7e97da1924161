"""What is deleted and when, and what is held about one person."""
