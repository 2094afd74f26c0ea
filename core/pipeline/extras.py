"""What methods need besides links, kept with a project and read again as its pairs go by."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from core.domain.pair import Pair
from core.domain.spec import MethodSpec
from core.errors import InputError, MissingInputError
from core.pipeline.outcomes import Extras, task_of
from core.pipeline.teller import Report
from core.pipeline.transfer import NAME as TRANSFER
from core.review.supplied import WORDS, flag, keys_for
from core.storage import PairExtras, Workspace
from core.storage.clock import now
from core.storage.extras import NONE
from core.storage.packed import KINDS, TAG_PROBS

_IMPORTED = "imported"
_BLOCK = 500
_TELL_EVERY = 500


def check_fit(pairs: Iterable[Pair], extras: Extras) -> None:
    """Raise InputError where something does not fit its pair, or a kind is of no pair at all."""
    found = dict.fromkeys(kinds_of(extras), False)
    for pair in pairs:
        task_of(pair, None, extras)
        for kind in found:
            found[kind] = found[kind] or pair.id in getattr(extras, kind)
    for kind, there in found.items():
        if not there:
            raise _of_no_pair(kind)


def check_needs(
    methods: Iterable[MethodSpec], kinds: Iterable[str], *, transfer: bool = False
) -> None:
    """Raise MissingInputError where a method needs a kind that there is not, naming the option.

    Args:
        methods: those that are to be run.
        kinds: of what there is besides links.
        transfer: whether the layer of a tagger by itself is wanted too.
    """
    there = dict.fromkeys(kinds, "")
    for spec in methods:
        keys_for(spec, there)
    if transfer and TAG_PROBS not in there:
        raise MissingInputError(
            f"{TRANSFER} is made of {WORDS[TAG_PROBS]}, which this project does not have; give "
            f"their file with {flag(TAG_PROBS)}, to `import` or to `prepare`"
        )


def kinds_of(extras: Extras | None) -> tuple[str, ...]:
    """Return the kinds that are supplied."""
    return tuple(kind for kind in KINDS if extras and getattr(extras, kind) is not None)


def keep(
    workspace: Workspace,
    project: str,
    extras: Extras,
    *,
    origins: Mapping[str, str] = NONE,
    report: Report | None = None,
) -> dict[str, str]:
    """Return the key of each kind after keeping what was supplied with the project.

    What is supplied of pairs that the project does not have is left out, and so is what is supplied
    of those whose words change meanwhile.

    Args:
        workspace: where the project is.
        project: its name.
        extras: what is supplied, by pair id.
        origins: for a kind words on where it comes from; "imported" where not said.
        report: told the step, how much is done and how much there is.

    Raises:
        InputError: something does not fit its pair, or a kind is of no pair of the project.
    """
    found = {}
    since = now()
    for kind in kinds_of(extras):
        given: Mapping[str, Any] = getattr(extras, kind)
        digest = hashlib.sha256()
        count = 0
        for name, value in _in_order(workspace, project, given):
            digest.update(name.encode() + b"\n" + KINDS[kind].pack(value))
            count += 1
        if not count:
            raise _of_no_pair(kind)
        key = f"{origins.get(kind) or _IMPORTED} {digest.hexdigest()[:16]}"
        rows = _in_order(workspace, project, given)
        told = _told(rows, kind, count, report)
        workspace.extras.write(project, kind, key, told, since=since)
        found[kind] = key
    return found


def stored(workspace: Workspace, project: str, keys: Mapping[str, str]) -> Extras | None:
    """Return what is kept of a project under these keys, read as it is asked for; None for none.

    Pairs that follow one another are read many at once, in constant memory.
    """
    if not keys:
        return None
    blocks = _Blocks(workspace, project, keys)
    return Extras(**{kind: _Column(blocks, kind) for kind in keys})


class _Blocks:
    """The extras of a project, the block of pairs around the one read last in memory."""

    def __init__(self, workspace: Workspace, project: str, keys: Mapping[str, str]) -> None:
        self.workspace = workspace
        self.project = project
        self._keys = keys
        self._block: Mapping[str, PairExtras] = {}

    def of(self, pair_id: str) -> PairExtras:
        """Return what is kept of a pair."""
        if pair_id not in self._block:
            self._block = self.workspace.extras.following(self.project, pair_id, self._keys, _BLOCK)
        return self._block[pair_id]


class _Column(Mapping[str, Any]):
    """One kind of what is kept, by pair id."""

    def __init__(self, blocks: _Blocks, kind: str) -> None:
        self._blocks = blocks
        self._kind = kind

    def __getitem__(self, pair_id: str) -> Any:
        value = getattr(self._blocks.of(pair_id), self._kind)
        if value is None:
            raise KeyError(pair_id)
        return value

    def __iter__(self) -> Iterator[str]:
        for one in self._blocks.workspace.iter_pairs(self._blocks.project):
            if one.pair.id in self:
                yield one.pair.id

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _of_no_pair(kind: str) -> InputError:
    return InputError(
        f"{flag(kind)}: there are {WORDS[kind]} of none of the pairs; give them under their ids"
    )


def _in_order(
    workspace: Workspace, project: str, given: Mapping[str, Any]
) -> Iterator[tuple[str, Any]]:
    for one in workspace.iter_pairs(project):
        value = given.get(one.pair.id)
        if value is not None:
            yield one.pair.id, value


def _told(
    rows: Iterable[tuple[str, Any]], kind: str, total: int, report: Report | None
) -> Iterator[tuple[str, Any]]:
    for done, row in enumerate(rows, start=1):
        yield row
        if report is not None and (done % _TELL_EVERY == 0 or done == total):
            report(f"Keeping {WORDS[kind]}", done, total)
