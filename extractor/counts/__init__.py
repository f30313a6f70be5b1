"""Counts: a number, what it counts and the event word that governs it, as typed records."""
