"""Events: which words and figures speak of one happening, what it was, and the totals of each."""
