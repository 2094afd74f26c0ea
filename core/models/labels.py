"""From the labels that a model was trained with to IOB2 tags, probabilities included.

A model's labels may follow any scheme: IOB2; BIOES, BILOU and BMEOS, whose single-token tags count
as `B-` and whose last tags as `I-`; IOB1, where `I-` also begins an entity; or bare classes. The
prefix may stand before a dash (`B-PER`), before a line (`B_PER`) or, where all labels but `O` are
written so, behind a dash (`PER-B`). As those columns exclude each other, adding them up gives just
the probability of the IOB2 tag. Where some class has no `B-` of its own (IOB1 as CoNLL-2003 has it,
or bare classes), no column says where an entity begins: the probability of `I-` then counts as `B-`
unless the token before is, by what is most probable of it, inside the same class. So the most
probable IOB2 tags spell entities as a reader of IOB1 finds them.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.errors import ModelError, OptionError

Floats = NDArray[np.float64]
OUTSIDE = "O"
_DASHED = re.compile(r"(?P<prefix>[BIESLUM])-(?P<name>\S+)")
_LINED = re.compile(r"(?P<prefix>[BIESLUM])_(?P<name>\S+)")
_BEHIND = re.compile(r"(?P<name>\S+)-(?P<prefix>[BIESLUM])")
_BARE = re.compile(r"(?P<prefix>)(?P<name>\S+)")
_BEGINS = {"B": "B", "S": "B", "U": "B", "I": "I", "M": "I", "E": "I", "L": "I"}
_NUMBERED = re.compile(r"LABEL_\d+")


@dataclass(frozen=True, slots=True)
class Columns:
    """How the columns of a model become those of IOB2 tags.

    Args:
        raw: the model's own labels, one a column.
        labels: IOB2 tags, one a column of the outcome.
        into: for each raw label the tag that it counts as.
        merged: whether `I-` begins an entity where the token before is not in the same class.
    """

    raw: tuple[str, ...]
    labels: tuple[str, ...]
    into: tuple[str, ...]
    merged: bool = False

    @property
    def same(self) -> bool:
        """Return whether nothing has to be done."""
        return self.raw == self.labels == self.into and not self.merged

    def __call__(self, probs: Floats) -> Floats:
        """Return the probabilities of the IOB2 tags, shape (tokens, labels), rows adding up to 1.

        Args:
            probs: of the model's labels, shape (tokens, raw labels), rows adding up to 1.
        """
        if self.same:
            return probs
        column = {tag: k for k, tag in enumerate(self.labels)}
        adds = np.zeros((len(self.raw), len(self.labels)))
        for k, tag in enumerate(self.into):
            adds[k, column[tag]] = 1.0
        found = np.minimum(probs @ adds, 1.0)
        return self._begun(found, column) if self.merged else np.asarray(found)

    def _begun(self, found: Floats, column: Mapping[str, int]) -> Floats:
        """Return probabilities with `I-` counted as `B-` where nothing goes on."""
        known = [tag[2:] for tag in self.labels if tag.startswith("I-")]
        begin = [column[f"B-{name}"] for name in known]
        inside = [column[f"I-{name}"] for name in known]
        within = np.minimum(found[:, begin] + found[:, inside], 1.0)
        rest = np.delete(found, [*begin, *inside], axis=1)
        best = np.concatenate([rest, within], axis=1).argmax(axis=1) - rest.shape[1]
        goes_on = np.zeros(within.shape, dtype=bool)
        for t in range(1, len(found)):
            if best[t - 1] >= 0:
                goes_on[t, best[t - 1]] = True
        out = found.copy()
        out[:, begin] = np.where(goes_on, found[:, begin], within)
        out[:, inside] = np.where(goes_on, found[:, inside], 0.0)
        return out


def columns_of(
    raw: Sequence[str], label_map: Mapping[str, str] | None = None, *, where: str
) -> Columns:
    """Return how a model's labels become IOB2 tags.

    Args:
        raw: the model's labels, one a column.
        label_map: what labels mean, `LABEL_1` to `B-PER`; or what classes are to be called,
            `PERSON` to `PER`. What becomes `O` adds its probability to it. Of both a whole label
            counts first.
        where: the model, for messages.

    Raises:
        ModelError: a label says nothing of what it means, or none stands for no entity.
        OptionError: the map names a label that the model has not, or maps one to no label.
    """
    given = dict(label_map or {})
    own = tuple(raw)
    if not own:
        raise ModelError(f"{where} has no labels at all, so it is no tagger of entities")
    _check_map(given, own, where)
    if nameless := [label for label in own if _NUMBERED.fullmatch(label) and label not in given]:
        raise ModelError(
            f"{where} has the label {nameless[0]!r}, which says nothing; tell what its labels mean "
            f"with --label-map {own[0]}=O {own[-1]}=B-PER, one for each of its {len(own)} labels, "
            "as its authors document them"
        )
    shape = _shape(own)
    tags = tuple(_tag(label, given, shape) for label in own)
    if OUTSIDE not in tags:
        raise ModelError(
            f"{where} has no label O, so it is no tagger of entities (its labels: "
            f"{_listed(own)}); if one of them means no entity, say so: --label-map {own[0]}=O"
        )
    if set(tags) == {OUTSIDE}:
        raise ModelError(f"{where} has no label of an entity (its labels: {_listed(own)})")
    return _columns(own, tags)


def known_keys(labels: Sequence[str]) -> frozenset[str]:
    """Return what a label map may name of a model's labels: each of them, and their classes."""
    shape = _shape(labels)
    return frozenset((*labels, *(_parts(label, shape)[1] for label in labels)))


def renamed(label_map: Mapping[str, str], labels: Sequence[str]) -> dict[str, str]:
    """Return the entries of a label map that are about these labels or their classes."""
    known = known_keys(labels)
    return {key: value for key, value in label_map.items() if key in known}


def _columns(raw: tuple[str, ...], tags: tuple[str, ...]) -> Columns:
    named = {tag for tag in tags if tag != OUTSIDE}
    merged = any(tag.startswith("I-") and f"B-{tag[2:]}" not in named for tag in named)
    if tags == raw and not merged and len(set(raw)) == len(raw):
        return Columns(raw, raw, raw)
    labels = [OUTSIDE]
    for name in dict.fromkeys(tag[2:] for tag in tags if tag != OUTSIDE):
        both = merged and f"I-{name}" in named
        labels += [f"{p}-{name}" for p in "BI" if both or f"{p}-{name}" in named]
    return Columns(raw, tuple(labels), tags, merged)


def _shape(labels: Sequence[str]) -> re.Pattern[str]:
    """Return how the labels are written: prefix and dash, prefix and line, prefix behind, bare."""
    inner = [label for label in labels if label != OUTSIDE]
    if any(label[:2] in {"B-", "I-", "S-", "U-"} for label in inner):
        return _DASHED
    fitting = (shape for shape in (_LINED, _BEHIND) if all(map(shape.fullmatch, inner)))
    return next(fitting, _BARE)


def _tag(label: str, given: Mapping[str, str], shape: re.Pattern[str]) -> str:
    """Return the IOB2 tag that a label counts as; `I-` for a bare class."""
    if label in given:
        prefix, name = _parts(given[label], _DASHED)
    else:
        prefix, name = _parts(label, shape)
        name = given.get(name, name)
    return OUTSIDE if name == OUTSIDE else f"{_BEGINS.get(prefix, 'I')}-{name}"


def _parts(label: str, shape: re.Pattern[str]) -> tuple[str, str]:
    """Return prefix and class of a label; no prefix for a bare class."""
    split = shape.fullmatch(label)
    return (split["prefix"], split["name"]) if split else ("", label)


def _check_map(given: Mapping[str, str], own: Sequence[str], where: str) -> None:
    known = known_keys(own)
    for key, value in given.items():
        if not value or any(map(str.isspace, value)):
            raise OptionError(f"label map {key}={value!r}: a label has no spaces and is not empty")
        if key not in known:
            raise OptionError(
                f"label map {key}={value}: {where} knows no {key!r}; its labels: {_listed(own)}"
            )
        if key not in own and _DASHED.fullmatch(value):
            raise OptionError(
                f"label map {key}={value}: {key} is a class of {where}, not a label of it; write "
                f"{key}={value[2:]}"
            )


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(labels[:12]) + (f" and {len(labels) - 12} more" if len(labels) > 12 else "")
