"""Results: run folders, the figures made of their scores, and tables of them."""
