"""Backends: from a prompt to a text."""
