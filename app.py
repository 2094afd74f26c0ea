"""SilverLens: draws nothing itself; the pages are pages/[0-9]*_*.py."""

from ui import frame

frame.begin().run()
