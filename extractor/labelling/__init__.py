"""Tools for those who label: draft, check, agreement, comparison of runs, other annotation formats."""
