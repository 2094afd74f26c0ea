"""Several files as one zip, equal files giving equal bytes."""

import io
import zipfile
from collections.abc import Mapping

_DATE = (1980, 1, 1, 0, 0, 0)
_PLAIN_FILE = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of files by name, in alphabetical order."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, _DATE)
            info.external_attr = _PLAIN_FILE
            info.create_system = 3
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return sink.getvalue()
