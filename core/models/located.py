"""Where a model lies: a folder, or a hub's model that is on this machine. Nothing is fetched."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.errors import ModelError
from core.models.card import check_safetensors

_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(@[0-9a-f]{7,40})?")
_COUNTS = ("*.safetensors", "*.json", "*.model", "*.spm", "*.txt", "*.cfg", "*.jinja")
_CHUNK = 2**22
_CACHED = "models--"


@dataclass(frozen=True, slots=True)
class Located:
    """A model on this machine.

    Args:
        folder: with its configuration, weights and tokeniser.
        name: as it was asked for.
        revision: commit of a hub's model; "" for a folder.
        identity: 16 hexadecimal digits over everything that makes its results.
    """

    folder: Path
    name: str
    revision: str
    identity: str


def is_hub_name(name: str) -> bool:
    """Return whether a name is `owner/name` or `owner/name@commit`, and no folder here."""
    return bool(_HUB.fullmatch(name)) and not Path(name).expanduser().is_dir()


def locate(name: str, *, remedy: str = "") -> Located:
    """Return where a model lies on this machine.

    Args:
        name: a folder; or a hub's `owner/name`, with `@` and the commit where a certain one is
            meant, that is in the local Hugging Face cache.
        remedy: what else would be right, for the message where there is no such model.

    Raises:
        ModelError: it is not here, or holds its weights only in a form that can run code.
    """
    folder, revision = find(name) or _missing(name, remedy)
    if not (folder / "config.json").is_file():
        raise ModelError(
            f"model {name!r} has no config.json; name a folder with config.json, weights as "
            "safetensors and tokenizer.json"
        )
    check_safetensors(folder)
    return Located(folder, name, revision, identity_of(folder))


def find(name: str) -> tuple[Path, str] | None:
    """Return the folder and the commit of a model, "" for a plain folder; None if not here."""
    path = Path(name).expanduser()
    if name and path.is_dir():
        return path, ""
    if not _HUB.fullmatch(name):
        return None
    return _in_cache(*name.partition("@")[::2])


def hub_folder(repository: str) -> Path:
    """Return where the local Hugging Face cache has a hub's model, or would have it."""
    from huggingface_hub import constants

    return Path(constants.HF_HUB_CACHE) / f"{_CACHED}{repository.replace('/', '--')}"


def in_cache() -> tuple[str, ...]:
    """Return the names of the hub's models that the local cache has, whoever fetched them."""
    from huggingface_hub import constants

    homes = sorted(Path(constants.HF_HUB_CACHE).glob(f"{_CACHED}*--*"))
    return tuple(home.name.removeprefix(_CACHED).replace("--", "/", 1) for home in homes)


def identity_of(folder: Path) -> str:
    """Return 16 hexadecimal digits over the files of a folder that make a model's results."""
    files = sorted({path for pattern in _COUNTS for path in folder.glob(pattern)})
    found = hashlib.sha256()
    for path in files:
        found.update(f"{path.name}\0".encode() + hash_of(path))
    return found.hexdigest()[:16]


def hash_of(path: Path) -> bytes:
    """Return the SHA-256 of a file, which is read once as long as it does not change."""
    real = path.resolve()
    about = real.stat()
    return _hash_of(real, about.st_size, about.st_mtime_ns)


def architectures(folder: Path) -> tuple[str, ...]:
    """Return what the configuration of a folder says that it holds, such as `BertModel`.

    Raises:
        ModelError: its config.json cannot be read.
    """
    try:
        config = json.loads((folder / "config.json").read_bytes())
        return tuple(map(str, config.get("architectures") or ()))
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"{folder / 'config.json'} cannot be read ({error})") from None


def _missing(name: str, remedy: str) -> tuple[Path, str]:
    more = f"; {remedy}" if remedy else ""
    if not name:
        raise ModelError(f"no model is named; name a folder or a hub's owner/name{more}")
    if _HUB.fullmatch(name):
        raise ModelError(
            f"model {name!r} is not on this machine; `python -m core models --fetch {name}` "
            f"brings it, or name a folder that has it{more}"
        )
    raise ModelError(
        f"no model folder {name!r}; name a folder with config.json, weights as safetensors and "
        f"tokenizer.json, or a hub's owner/name{more}"
    )


def _in_cache(repository: str, wanted: str) -> tuple[Path, str] | None:
    """Return the snapshot of a hub's model in the local cache, of the commit that is wanted.

    Where none is, that which the name stood for when it was fetched last.
    """
    home = hub_folder(repository)
    snapshots = home / "snapshots"
    if not wanted:
        refs = home / "refs" / "main"
        wanted = refs.read_text().strip() if refs.is_file() else ""
    if not snapshots.is_dir():
        return None
    fitting = sorted(p for p in snapshots.iterdir() if p.name.startswith(wanted) and p.is_dir())
    return (fitting[0], fitting[0].name) if fitting else None


@lru_cache(maxsize=256)
def _hash_of(path: Path, size: int, changed_ns: int) -> bytes:
    """Return the hash of a file, which is read anew where its size or time are others."""
    del size, changed_ns
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.digest()
