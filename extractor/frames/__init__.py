"""Frames: event words and who stands where around them in the clause."""
