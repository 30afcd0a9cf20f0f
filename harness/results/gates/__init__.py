"""Gates: conditions on figures under which a command ends with exit code 1."""
