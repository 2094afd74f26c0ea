"""File formats: text or bytes to values and back; nothing here opens a file."""
