"""One module for each way to begin a policy. It defines `WAY` (see `belisha.drafting.ways`)."""
