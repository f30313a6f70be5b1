"""Typed records of actors, dates, casualties and displacement from English news text."""

from __future__ import annotations
