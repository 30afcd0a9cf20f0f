"""Articles: source texts with their metadata, read from Markdown with front matter."""

from harness.articles.load import load_article
from harness.articles.models import Article, Original, Published

__all__ = ["Article", "Original", "Published", "load_article"]
