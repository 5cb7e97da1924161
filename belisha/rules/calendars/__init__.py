"""What a policy's words of time amount to."""
