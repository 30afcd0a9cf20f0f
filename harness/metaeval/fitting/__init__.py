"""Fitting a small head over a scorer's findings on labels of one's own, and what it is worth on other documents."""
