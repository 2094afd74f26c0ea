"""Where a model lies: a folder, or a hub's model that is on this machine. Nothing is fetched."""

import hashlib
import json
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from core.errors import MALFORMED, ModelError
from core.models.card import check_safetensors
from core.text.paths import expanded, is_folder

_HUB = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*(@[0-9a-f]{7,40})?")
_COUNTS = ("*.safetensors", "*.json", "*.model", "*.spm", "*.txt", "*.cfg", "*.jinja")
_CHUNK = 2**22
_CACHED = "models--"
_WEIGHTS = "model.safetensors"
_INDEX = "model.safetensors.index.json"
_UNREADABLE = (OSError, *MALFORMED)
_SHARD = re.compile(r".+-\d+-of-\d+\.safetensors")


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
    return bool(_HUB.fullmatch(name)) and not is_folder(expanded(name))


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
    if lacking := _lacking_weights(folder):
        raise ModelError(f"model {name!r} is not whole: {lacking}; copy the folder anew")
    return Located(folder, name, revision, identity_of(folder))


def find(name: str) -> tuple[Path, str] | None:
    """Return the folder and the commit of a model, "" for a plain folder; None if not here.

    A hub's model is here only where its configuration and all its weights have come, as
    safetensors.
    """
    path = expanded(name)
    if name and is_folder(path):
        return path, ""
    if not _HUB.fullmatch(name):
        return None
    whole = (folder for folder in _snapshots(name) if not _lacking(folder))
    return next(((folder, folder.name) for folder in whole), None)


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
    except _UNREADABLE as error:
        raise ModelError(f"{folder / 'config.json'} cannot be read ({error})") from None


def _missing(name: str, remedy: str) -> tuple[Path, str]:
    more = f"; {remedy}" if remedy else ""
    if not name:
        raise ModelError(f"no model is named; name a folder or a hub's owner/name{more}")
    if _HUB.fullmatch(name):
        if there := _snapshots(name):
            raise _unfinished(name, there[0], more)
        raise ModelError(
            f"model {name!r} is not on this machine; `python -m core models --fetch {name}` "
            f"brings it, or name a folder that has it{more}"
        )
    raise ModelError(
        f"no model folder {name!r}; name a folder with config.json, weights as safetensors and "
        f"tokenizer.json, or a hub's owner/name{more}"
    )


def _unfinished(name: str, folder: Path, more: str) -> ModelError:
    """Return what to say of a hub's model that the local cache has only in part."""
    fetch = f"`python -m core models --fetch {name}`"
    try:
        check_safetensors(folder)
    except ModelError as error:
        return ModelError(
            f"model {name!r} is on this machine only in part: {error}; {fetch} brings its "
            f"safetensors, or says that the hub has none{more}"
        )
    return ModelError(
        f"model {name!r} is on this machine only in part: {_lacking(folder)}; {fetch} goes on "
        f"with it{more}"
    )


def _snapshots(name: str) -> list[Path]:
    """Return the folders in the local cache of a hub's model, of the commit that is named.

    Where none is named, of that which the name stood for when it was fetched last.
    """
    repository, _, wanted = name.partition("@")
    home = hub_folder(repository)
    if not wanted:
        refs = home / "refs" / "main"
        wanted = refs.read_text().strip() if refs.is_file() else ""
    found = (home / "snapshots").glob("*")
    return sorted(path for path in found if path.name.startswith(wanted) and path.is_dir())


def _lacking(folder: Path) -> str:
    """Return in words what a folder lacks of a model that can be loaded; "" where it is whole."""
    if not (folder / "config.json").is_file():
        return "it has no config.json"
    if not any(folder.glob("*.safetensors")):
        return "it has no weights (*.safetensors)"
    return _lacking_weights(folder)


def _lacking_weights(folder: Path) -> str:
    """Return in words what weights a folder lacks; "" where it has some and no shard is missing.

    A model in one file counts before one in shards, as transformers has it.
    """
    if (folder / _WEIGHTS).is_file():
        return ""
    if not (folder / _INDEX).is_file():
        names = [path.name for path in folder.glob("*.safetensors") if path.is_file()]
        if names and not all(map(_SHARD.fullmatch, names)):
            return ""
        return f"it has no {_INDEX}, which names its parts" if names else f"it has no {_WEIGHTS}"
    try:
        shards = sorted(set(json.loads((folder / _INDEX).read_bytes())["weight_map"].values()))
        gone = [shard for shard in shards if not (folder / shard).is_file()]
    except _UNREADABLE as error:
        return f"its {_INDEX} cannot be read ({error!r})"
    return f"it has no {gone[0]}, which its {_INDEX} names" if gone else ""


@lru_cache(maxsize=256)
def _hash_of(path: Path, size: int, changed_ns: int) -> bytes:
    """Return the hash of a file, which is read anew where its size or time are others."""
    del size, changed_ns
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            found.update(chunk)
    return found.digest()
