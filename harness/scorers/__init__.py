"""Scorers: from a sample and a summary to an outcome with its reasons."""
