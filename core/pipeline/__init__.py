"""Running a method spec over a corpus."""
