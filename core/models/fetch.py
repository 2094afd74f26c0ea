"""Fetching a hub's model, where somebody asked for just that: the one use of the network."""

import glob
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from core.errors import ModelError
from core.models.located import Located, is_hub_name, locate

_WANTED = (".safetensors", ".json", ".model", ".spm", ".txt", ".jinja")
_CONVERT = (
    "the hub's space safetensors/convert proposes converted weights as a pull request, whose "
    "commit can be fetched as owner/name@COMMIT"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What the hub has under a name.

    Args:
        name: as it was asked for, `owner/name` or `owner/name@commit`.
        commit: that the name stands for now.
        licence: as its card says, "" where it says none.
        bytes: of the files that would be fetched.
        files: that would be fetched, all of the top folder.
    """

    name: str
    commit: str
    licence: str
    bytes: int
    files: tuple[str, ...] = ()


def offer(name: str) -> Offer:
    """Return what the hub has under a name; asks the network, fetches nothing.

    Raises:
        ModelError: no such model, no network, no leave to read it, or only pickled weights.
    """
    repository, commit = _checked(name)
    info = _asked(name, repository, commit)
    sizes = {one.rfilename: one.size or 0 for one in info.siblings or ()}
    files = tuple(sorted(filter(_is_wanted, sizes)))
    if not any(file.endswith(".safetensors") for file in files):
        raise ModelError(
            f"model {name!r} has no weights as safetensors on the hub, and no other form is read; "
            f"{_CONVERT}"
        )
    if "config.json" not in files:
        raise ModelError(f"model {name!r} has no config.json on the hub, so it cannot be loaded")
    licence = getattr(info.card_data, "license", None) or ""
    return Offer(name, info.sha, str(licence), sum(map(sizes.__getitem__, files)), files)


def fetch(found: Offer) -> Located:
    """Return what the hub offered after bringing it here: safetensors, configuration, tokeniser.

    What is there already is not fetched again, and a fetch that was cut off goes on.

    Raises:
        ModelError: the network fails, or the disk is full.
    """
    from huggingface_hub import snapshot_download

    repository, commit = _checked(found.name)

    errors: Any = import_module("huggingface_hub.errors")
    try:
        # Without a commit the cache notes what the name stands for now.
        exactly = [glob.escape(file) for file in found.files]
        snapshot_download(repository, revision=commit, allow_patterns=exactly)
    except (errors.HTTPError, OSError) as error:
        raise ModelError(
            f"model {found.name!r} could not be fetched ({_short(error)}); what has come "
            "stays, fetch it again to go on"
        ) from None
    return locate(found.name)


def _checked(name: str) -> tuple[str, str | None]:
    if not is_hub_name(name):
        raise ModelError(f"{name!r} is no model of the hub; write owner/name or owner/name@commit")
    repository, _, commit = name.partition("@")
    return repository, commit or None


def _asked(name: str, repository: str, commit: str | None) -> Any:
    from huggingface_hub import HfApi

    errors: Any = import_module("huggingface_hub.errors")
    try:
        return HfApi().model_info(repository, revision=commit, files_metadata=True, timeout=20)
    except errors.GatedRepoError:
        words = "its authors give leave to read it; ask them on its page, then `hf auth login`"
    except errors.RevisionNotFoundError:
        words = f"it has no commit {commit}; take one of its history"
    except errors.RepositoryNotFoundError:
        words = "the hub has no such model, or it is private; check the name"
    except (errors.HTTPError, OSError, RuntimeError) as error:
        words = (
            f"the hub cannot be reached ({_short(error)}); bring the model's folder by other "
            "means and name that"
        )
    raise ModelError(f"model {name!r}: {words}")


def _is_wanted(file: str) -> bool:
    # The hub's library takes a backslash for a slash.
    return not {"/", "\\"} & set(file) and file.endswith(_WANTED)


def _short(error: Exception) -> str:
    return str(error).partition("\n")[0][:200] or type(error).__name__
