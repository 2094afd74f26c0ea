"""Folders that long work adds its files to, one by one, and finds them in again."""

from pathlib import Path

from core.errors import StorageError
from core.storage.files import write_atomically
from core.storage.folders import check_replaceable


def open_workfolder(path: str | Path, *, mark: str, content: bytes) -> Path:
    """Return the folder, made where it was not there, with the file `mark` in it.

    A folder that holds something else is refused, so that nothing of anybody's is written over.

    Args:
        path: of the folder; the one that it stands in has to be there.
        mark: name of the file by which such a folder is known.
        content: of that file in a new folder; one that is there already is left as it is.

    Raises:
        StorageError: something else is there, or the disk refuses.
    """
    check_replaceable(path, mark=mark)
    folder = Path(path).expanduser()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {path}: {error.strerror or error}") from None
    if not (folder / mark).is_file():
        write_atomically(folder / mark, content)
    return folder
