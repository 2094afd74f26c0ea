"""What methods need besides links, as it is kept with a project: which of it a method takes."""

from collections.abc import Iterable, Mapping

from core.domain.alignment import Alignment
from core.domain.layer import Layer
from core.domain.pair import Sentence
from core.domain.spec import MethodSpec
from core.domain.task import Task
from core.errors import MissingInputError
from core.projection.resolve import needs
from core.storage import Workspace
from core.storage.extras import keys_in
from core.storage.packed import KINDS, SPANS, TAG_PROBS, TRANSLATION_SCORES
from core.storage.values import NO_EXTRAS, PairExtras

WORDS: Mapping[str, str] = {
    TAG_PROBS: "tag probabilities of the target",
    SPANS: "target spans",
    TRANSLATION_SCORES: "translation scores",
}
"""What each kind is called."""


def flag(kind: str) -> str:
    """Return the option of `import` and `prepare` that brings a kind."""
    return f"--{kind.replace('_', '-')}"


def keys_of(layer: Layer | None) -> Mapping[str, str]:
    """Return the key of each kind that a layer was made from besides links."""
    return keys_in(layer.spec if layer is not None else "")


def needed(spec: MethodSpec) -> frozenset[str]:
    """Return the kinds that a method needs besides links."""
    return needs(spec) & KINDS.keys()


def keys_for(spec: MethodSpec, known: Mapping[str, str]) -> dict[str, str]:
    """Return the key of each kind that a method needs.

    Args:
        spec: the method.
        known: the key of each kind that there is.

    Raises:
        MissingInputError: it needs a kind that there is not; names the option that brings it.
    """
    for kind in sorted(needed(spec) - known.keys()):
        raise MissingInputError(
            f"method {spec.name!r} needs {WORDS[kind]}, which this project does not have; give "
            f"their file with {flag(kind)}, to `import` or to `prepare`"
        )
    return {kind: known[kind] for kind in sorted(needed(spec))}


def of_layers(
    ws: Workspace, project: str, pair_id: str, layers: Iterable[Layer]
) -> dict[str, PairExtras]:
    """Return what was supplied of a pair to each of some layers, by content hash.

    Layers made from the same are read once, and layers made from links alone not at all.
    """
    read: dict[tuple[tuple[str, str], ...], PairExtras] = {(): NO_EXTRAS}
    found = {}
    for layer in layers:
        keys = keys_of(layer)
        wanted = tuple(sorted(keys.items()))
        if wanted not in read:
            read[wanted] = ws.extras.of_pair(project, pair_id, keys)
        found[layer.content_hash] = read[wanted]
    return found


def available(task: Task) -> frozenset[str]:
    """Return what a task has besides the sentences and their entities, as parts need it."""
    links = {"alignment"} if task.alignment is not None else set()
    return frozenset({kind for kind in KINDS if getattr(task, kind) is not None} | links)


def task_with(
    source: Sentence,
    target: tuple[str, ...],
    links: Alignment | None,
    extras: PairExtras = NO_EXTRAS,
) -> Task:
    """Return the task of a pair with everything that is kept of it."""
    return Task(source, target, links, extras.spans, extras.tag_probs, extras.translation_scores)
