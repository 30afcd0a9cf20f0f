"""Files that people write and runs leave behind: records, YAML with positions, project folders, JSON lines."""

from harness.files.project import Project
from harness.files.records import Record
from harness.files.source import Source
from harness.files.yaml import Document, parse_yaml, read_record

__all__ = ["Document", "Project", "Record", "Source", "parse_yaml", "read_record"]
