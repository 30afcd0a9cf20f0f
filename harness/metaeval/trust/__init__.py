"""How far scorers can be trusted: their agreement with labels, beside that of others and of simple counting."""
