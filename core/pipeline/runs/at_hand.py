"""Which models are on this machine, whatever kind a run needs them for."""

from dataclasses import dataclass
from pathlib import Path

from core.models import spacy_ner, taggers
from core.models.located import find, identity_of, locate

_TAGGERS = frozenset({"source_tagger.model", "target_tagger.model"})


@dataclass(frozen=True, slots=True)
class Here:
    """A model on this machine.

    Args:
        name: as the run names it.
        commit: of a hub's model; "" for a folder or a package.
        identity: another one whenever what makes its results changes.
    """

    name: str
    commit: str
    identity: str


def folder_of(key: str, name: str) -> Path | None:
    """Return the folder of a model, None where it is not on this machine.

    Args:
        key: of the run's file; taggers may be installed spaCy pipelines.
        name: of the model.
    """
    if key in _TAGGERS:
        return taggers.folder_of(name)
    there = find(name)
    return there[0] if there else None


def megabytes(folder: Path) -> int | None:
    """Return how large the weights of a folder are; None where it has none as safetensors."""
    return round(sum(file.stat().st_size for file in folder.rglob("*.safetensors")) / 1e6) or None


def identity(key: str, name: str) -> Here:
    """Return what tells a model from any other; raise ModelError where it is not here."""
    folder = folder_of(key, name)
    if folder is None:
        return Here(name, "", locate(name).identity)  # which says what to do
    there = find(name)
    commit = there[1] if there else ""
    made = spacy_ner.identity_of if spacy_ner.is_spacy(folder) else identity_of
    return Here(name, commit, made(folder))
