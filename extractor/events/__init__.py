"""Events: totals and their parts, headline figures."""
