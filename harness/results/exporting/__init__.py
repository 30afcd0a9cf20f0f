"""Results as flat tables for other programs: columns that stay, rows as they come, text that computes nothing."""
