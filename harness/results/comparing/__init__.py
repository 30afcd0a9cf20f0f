"""Comparing: two sides of runs, figure by figure and fact by fact, and leaderboards of more of them."""
