"""Words of time: how often and how soon, as policies say it."""
