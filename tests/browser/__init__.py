"""Real paths of real people, in a real browser, on the real program with the example loaded."""
