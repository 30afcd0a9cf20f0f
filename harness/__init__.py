"""An evaluation harness for LLM summarization and fact checks."""

__version__ = "0.1.0"
