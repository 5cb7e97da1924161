"""What governors and the head see: figures, reports, the inspection pack."""
