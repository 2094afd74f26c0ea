import pytest

from core.cli import output


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "less than a minute"), (59, "less than a minute"), (60, "1 min"), (200, "3 min"),
     (7100, "118 min"), (7200, "2 h"), (90000, "25 h")],
)  # fmt: skip
def test_a_time_in_words(seconds, words):
    assert output.about(seconds) == words


class Terminal:
    """Standard error that is a terminal."""

    def __init__(self):
        self.text = ""

    def isatty(self):
        return True

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_time_left_counts_what_this_process_did(monkeypatch):
    terminal, clock = Terminal(), iter([100.0, 110.0, 120.0])
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setattr("time.monotonic", lambda: next(clock))
    progress = output.Progress()
    progress("Translating", 50, 1000)
    progress("Translating", 60, 1000)
    progress("Tagging", 1, 10)
    shown = terminal.text.split("\r\x1b[K")
    assert shown[1:] == [
        "Translating: 50 of 1,000",
        "Translating: 60 of 1,000, 16 min left",
        "Tagging: 1 of 10",
    ]
