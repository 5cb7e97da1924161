"""The official accounts that the site sends posts to: connected, looked at daily, disconnected."""
