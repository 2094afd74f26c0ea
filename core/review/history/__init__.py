"""What changed, by whom, from which method: the log of a project as lines that people read."""

from core.review.history.lines import Line, kept_lines, lines
from core.review.history.versions import Version, versions

__all__ = ["Line", "Version", "kept_lines", "lines", "versions"]
