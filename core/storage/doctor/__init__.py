"""The doctor: looks whether a database holds together, and mends what can be worked out again."""

from core.storage.doctor.doctor import Healed, examine, repair
from core.storage.doctor.finding import Finding

__all__ = ["Finding", "Healed", "examine", "repair"]
