"""Models that a run could have: those on this machine first, then those that could be fetched."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Literal

from core.aligners import ALIGNERS
from core.errors import CoreError, StorageError
from core.models.card import CARD, read_card
from core.models.catalogue import CATALOGUE, Known, known
from core.models.located import architectures, find, hub_folder, in_cache, is_hub_name
from core.models.spacy_ner import installed
from core.models.taggers import folder_of
from core.pipeline import background
from core.pipeline.methods import METHODS
from core.pipeline.runs.at_hand import megabytes
from core.pipeline.runs.config import from_toml
from core.pipeline.runs.desk import CONFIG, slug
from core.projection.resolve import DEFAULT_ALIGNER, needs
from core.storage.files import read_bytes
from core.text.languages import name as language
from core.text.paths import expanded, is_folder

Purpose = Literal["translation", "tagger", "proposals", "aligner"]

PURPOSES: dict[str, Purpose] = {
    "translation.model": "translation",
    "source_tagger.model": "tagger",
    "target_tagger.model": "tagger",
    "translation_scores.model": "translation",
    "proposals.model": "proposals",
    "back_translation.model": "translation",
    "aligner.model": "aligner",
}
"""What a model has to be for each key of a run."""

_FITS = {"accalign": "LaBSE", "transalign": "nllb", "awesome": "bert-base-multilingual"}
"""Part of the name of the models that an aligner was published with, where it has its own."""

_HOLDS: dict[str, Purpose] = {
    "ForTokenClassification": "tagger",
    "M2M100ForConditionalGeneration": "translation",
    "MBartForConditionalGeneration": "translation",
    "T5ForConditionalGeneration": "proposals",
    "BertModel": "aligner",
    "BertForMaskedLM": "aligner",
    "XLMRobertaModel": "aligner",
    "XLMRobertaForMaskedLM": "aligner",
}
"""What a model of an architecture is for."""

_GIVES = {
    "tag_probs": "a tagger of the target",
    "translation_scores": "translation scores",
    "spans": "proposals of spans",
}
_REMEMBERED = 50
_MB = 1_000_000


@dataclass(frozen=True, slots=True)
class Choice:
    """A model that somebody could choose.

    Args:
        name: as a run names it: a hub's name, a folder, or an installed package.
        here: whether it is on this machine.
        about: what it is, in words.
        megabytes: of its weights; None where nobody knows.
        licence: of the model; "" where nobody knows.
        commercial: False where its licence forbids commercial use.
    """

    name: str
    here: bool
    about: str = ""
    megabytes: int | None = None
    licence: str = ""
    commercial: bool = True

    def can_be_fetched(self) -> bool:
        """Return whether the hub has it, as far as its name says."""
        return not self.here and is_hub_name(self.name)


def choices(key: str, aligner: str, runs: Path) -> tuple[Choice, ...]:
    """Return the models for a key of a run, those on this machine first.

    Args:
        key: of the run's file.
        aligner: name of the aligner, for its model.
        runs: folder of the runs, whose models are remembered; what was trained lies beside it.
    """
    purpose = PURPOSES[key]
    part = _FITS.get(aligner, "") if purpose == "aligner" else ""
    from_list = {one.name for one in CATALOGUE if _fits(one, purpose, aligner)}
    names = [*_remembered(key, runs), *_trained(purpose, runs), *_packages(purpose)]
    names += [name for name in _in_cache(purpose, part) if name not in from_list]
    found = [choice(name) for name in dict.fromkeys(names)]
    listed = [choice(name) for name in dict.fromkeys([*from_list]) if name not in names]
    order = {one.name: k for k, one in enumerate(CATALOGUE)}
    listed.sort(key=lambda one: order[one.name])
    return tuple(sorted([*found, *listed], key=lambda one: not one.here))


def choice(name: str) -> Choice:
    """Return what is known of a model by its name, whether it is here among it."""
    about = known(name)
    folder = folder_of(name)
    size = about.megabytes if about else None
    if folder is not None:
        size = megabytes(folder)
    words = about.about if about else _told(folder)
    licence = about.licence if about else ""
    commercial = about.commercial if about else True
    return Choice(name, folder is not None, words, size, licence, commercial)


def whole(typed: str) -> str:
    """Return a model's name as somebody typed it; a folder in full, so that it is one anywhere."""
    name = typed.strip()
    path = expanded(name)
    return str(path.absolute()) if name and is_folder(path) else name


def unmet(given: Iterable[str]) -> dict[str, str]:
    """Return the methods that cannot be run, with what they lack in words.

    Args:
        given: what there is besides links: `tag_probs`, `translation_scores`, `spans`.
    """
    there = {"alignment", *given}
    lacking = {name: needs(METHODS[name]) - there for name in METHODS}
    return {
        name: " and ".join(_GIVES.get(one, one) for one in sorted(some))
        for name, some in lacking.items()
        if some
    }


def aligners() -> dict[str, tuple[str, bool]]:
    """Return the aligners: what each does, and whether it needs a model; the usual one first."""
    parts = sorted(ALIGNERS.parts(), key=lambda part: (part.name != DEFAULT_ALIGNER, part.name))
    return {part.name: (part.summary, "model" in part.needs) for part in parts}


def ask_hub(name: str) -> Choice:
    """Return what the hub says of a model; asks the network, fetches nothing.

    Raises:
        ModelError: no such model, no network, or only weights that are not read here.
    """
    from core.models.fetch import offer

    found = offer(name)
    about = known(name)
    free = about.commercial if about else "-nc" not in found.licence.lower()
    size = max(1, round(found.bytes / _MB))
    return Choice(name, here=False, megabytes=size, licence=found.licence, commercial=free)


def fetch(name: str, runs: Path) -> None:
    """Have a hub's model brought here, in a process of its own that outlives this one.

    Raises:
        ConflictError: it is being brought already.
        StorageError: the disk refuses.
    """
    folder = _fetching(name, runs)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"cannot make {folder}: {error.strerror or error}") from None
    background.start_watched(folder, "models", f"--fetch={name}")


def is_fetching(name: str, runs: Path) -> bool:
    """Return whether a model is being brought here now."""
    return background.is_watched(_fetching(name, runs))


def fetch_failed(name: str, runs: Path) -> str:
    """Return why a model was not brought here when it was last tried; "" where nothing failed."""
    folder = _fetching(name, runs)
    if background.is_watched(folder) or not (folder / background.PROCESS).exists():
        return ""
    said = background.last_words(folder).splitlines()
    errors = [line.partition("error: ")[2] for line in said if "error: " in line]
    return errors[-1] if errors else "it stopped before it was done; fetch it again to go on"


def fetched_megabytes(name: str) -> int:
    """Return how much of a model has come so far."""
    blobs = hub_folder(name.partition("@")[0]).glob("blobs/*")
    return round(sum(path.stat().st_size for path in blobs if path.is_file()) / _MB)


def _fetching(name: str, runs: Path) -> Path:
    return runs.parent / "fetches" / slug(name)


def _fits(one: Known, purpose: Purpose, aligner: str) -> bool:
    if purpose != "aligner":
        return one.purpose == purpose
    own = _FITS.get(aligner)
    return own in one.name if own else one.purpose == "aligner" and "LaBSE" not in one.name


def _told(folder: Path | None) -> str:
    """Return what a folder says of itself."""
    if folder is None:
        return ""
    try:
        card = read_card(folder)
    except CoreError as error:
        return str(error)
    if card is None:
        return ""
    labels = sorted({label.partition("-")[2] for label in card.labels} - {""})
    langs = ", ".join(map(language, card.languages))
    return " · ".join(filter(None, ("trained here", langs, " ".join(labels))))


def _remembered(key: str, runs: Path) -> Iterator[str]:
    """Yield the models that earlier runs named for the same key, the latest first."""
    known = ((path.stat().st_mtime_ns, path) for path in runs.glob(f"*/{CONFIG}"))
    for changed_ns, path in sorted(known, reverse=True)[:_REMEMBERED]:
        if name := _models_of(path, changed_ns).get(key):
            yield name


@lru_cache(maxsize=256)
def _models_of(path: Path, changed_ns: int) -> Mapping[str, str]:
    """Return the models of a run by key, none where its file cannot be read.

    Read anew where the file was changed.
    """
    del changed_ns
    try:
        return from_toml(read_bytes(path)).models()
    except CoreError:
        return {}  # the list of runs says what is wrong with it


def _trained(purpose: Purpose, runs: Path) -> Iterator[str]:
    """Yield the folders of taggers that lie where the commands leave them."""
    if purpose != "tagger":
        return
    for place in dict.fromkeys((runs.parent, background.ROOT)):
        yield from (str(path.parent) for path in sorted(place.glob(f"*/{CARD}")))


def _packages(purpose: Purpose) -> Iterator[str]:
    """Yield the names of installed spaCy pipelines."""
    if purpose == "tagger":
        found = sorted({entry.name for entry in entry_points(group="spacy_models")})
        yield from (name for name in found if installed(name))


def _in_cache(purpose: Purpose, part: str) -> Iterator[str]:
    """Yield the hub's models of a purpose that are on this machine, whoever fetched them."""
    for name in in_cache():
        there = find(name)
        if there and part in name and _holds(there[0]) == purpose:
            yield name


def _holds(folder: Path) -> Purpose | None:
    """Return what the model of a folder is for, as far as its configuration says."""
    try:
        names = architectures(folder)
    except CoreError:
        return None
    return next((use for end, use in _HOLDS.items() for name in names if name.endswith(end)), None)
