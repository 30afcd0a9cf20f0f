"""The runner: from tasks and backends to a run folder with answers, scores and a summary."""
