"""How good the scorers are: what they find of errors that are known, and what they flag wrongly."""
