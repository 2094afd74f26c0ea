"""Bringing a corpus in: look at an upload, then store it; to be run in a process of its own."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from core.domain.pair import Pair, Sentence
from core.domain.role import Actor
from core.errors import FormatError
from core.formats import marked
from core.formats.consent import Wish
from core.formats.sniff import File, Inspection, Upload, inspect_upload, open_upload
from core.models.tokenisers import tokenise
from core.pipeline.project_links import check_offer
from core.review.update import Report, preview, update
from core.review.updated import Updated
from core.storage import Workspace
from core.storage.originals import MOST, Original


class Stored(NamedTuple):
    """A project that was made of an upload.

    Args:
        pairs: how many it has.
        note: what the person should know; mostly "".
    """

    pairs: int
    note: str


def look(files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish) -> Inspection:
    """Return what an upload holds and everything that is wrong with it; nothing is stored."""
    found = inspect_upload(files, src_lang, tgt_lang, wish=wish)
    return replace(found, preview=tuple(replace(pair, extra={}) for pair in found.preview))


def store(
    files: Sequence[File],
    src_lang: str,
    tgt_lang: str,
    wish: Wish,
    *,
    name: str,
    url: str,
    actor: Actor | None = None,
) -> Stored:
    """Return what the new project has; the first error in a file stores nothing.

    Without an actor the owner of the database stores them.
    """
    upload = open_upload(files, src_lang, tgt_lang, wish=wish)
    with closing(Workspace.open(url, actor=actor)) as workspace:
        made = workspace.create_project(name, upload.pairs, files=partial(originals_of, upload))
        return Stored(made.pairs, not_kept(upload))


def originals_of(upload: Upload) -> list[Original]:
    """Return the files of an upload of which all pairs were read, to be kept with them."""
    places = upload.places
    sentences = (places[-1] + 1) if places else 0
    left = sorted(set(range(sentences)) - set(places))
    return [
        Original(
            kept.side,
            1,
            len(places),
            PurePath(kept.name).name,
            kept.data,
            {**kept.about, "left": left},
        )
        for kept in upload.kept
    ]


def not_kept(upload: Upload) -> str:
    """Return what has to be said of files that are too large to be kept; "" where none is."""
    names = [PurePath(kept.name).name for kept in upload.kept if len(kept.data) > MOST]
    if not names:
        return ""
    return (
        f"{', '.join(names)}: larger than {MOST // 2**20} MiB and not kept; the pairs are all "
        "there, but an export cannot be written like this file"
    )


def store_typed(
    source: str,
    target: str,
    src_lang: str,
    tgt_lang: str,
    *,
    name: str,
    url: str,
    model_of: str = "",
    actor: Actor | None = None,
) -> int:
    """Return 1 after storing one pair typed by hand, entities marked as `[PER Ada]`.

    Nothing is stored where the pair could not be aligned by what was learned of `model_of`, the
    project that it is going to be prepared with, if any.
    """
    with closing(Workspace.open(url, actor=actor)) as workspace:
        if model_of:
            check_offer(workspace, model_of, [(src_lang, tgt_lang)])
        pair = Pair("1", _typed(source, src_lang, "source"), _typed(target, tgt_lang, "target"))
        return workspace.create_project(name, [pair]).pairs


def _typed(text: str, lang: str, side: str) -> Sentence:
    try:
        return marked.parse(text, lang, tokenise)
    except FormatError as error:
        raise FormatError(error.problem, file=side, remedy=error.remedy) from None


def compare(
    workspace: Workspace,
    project: str,
    files: Sequence[File],
    src_lang: str,
    tgt_lang: str,
    wish: Wish,
    *,
    report: Report | None = None,
) -> Updated:
    """Return what a newer version of a project's texts would come to; nothing is stored."""
    texts = partial(_pairs, files, src_lang, tgt_lang, wish)
    return preview(workspace, project, texts, report=report)


def bring(
    workspace: Workspace,
    project: str,
    files: Sequence[File],
    src_lang: str,
    tgt_lang: str,
    wish: Wish,
    *,
    person: str,
    report: Report | None = None,
) -> Updated:
    """Return what a newer version came to, stored; the first error in a file stores nothing."""
    reason = ", ".join(name for name, _ in files)
    texts = partial(_pairs, files, src_lang, tgt_lang, wish)
    return update(workspace, project, texts, person, reason=reason, report=report)


def _pairs(files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish) -> Iterable[Pair]:
    return open_upload(files, src_lang, tgt_lang, wish=wish).pairs
