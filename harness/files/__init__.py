"""Files that people write and runs leave behind: records, YAML with positions, project folders."""

from harness.files.document import Document
from harness.files.project import Project
from harness.files.records import Record
from harness.files.source import Source
from harness.files.validate import read_record
from harness.files.yaml import parse_yaml

__all__ = ["Document", "Project", "Record", "Source", "parse_yaml", "read_record"]
