"""What is said of the school in public: the watch list, mentions and replies."""
