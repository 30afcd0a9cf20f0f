"""Writing gold with a program's help: new projects and tasks, candidates for facts, and a walk through a gold file."""
