"""Pages of teams and roles, and of one's own tokens."""
