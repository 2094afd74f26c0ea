"""Bringing a corpus in: look at an upload, then store it; to be run in a process of its own."""

from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import PurePath

from core.domain.pair import Pair, Sentence
from core.domain.role import Actor
from core.errors import FormatError
from core.formats import marked
from core.formats.consent import Wish
from core.formats.sniff import File, Inspection, Upload, inspect_upload, open_upload
from core.models.tokenisers import tokenise
from core.pipeline.project_links import check_offer
from core.review.update import Updated, preview, update
from core.storage import Workspace
from core.storage.originals import Original


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
) -> int:
    """Return how many pairs the new project has; the first error in a file stores nothing.

    Without an actor the owner of the database stores them.
    """
    upload = open_upload(files, src_lang, tgt_lang, wish=wish)
    with closing(Workspace.open(url, actor=actor)) as workspace:
        count = workspace.create_project(name, upload.pairs).pairs
        keep_originals(workspace, name, upload)
        return count


def keep_originals(workspace: Workspace, project: str, upload: Upload, *, before: int = 0) -> None:
    """Keep the files of an upload, of which all pairs were stored behind `before` others."""
    places = upload.places
    sentences = (places[-1] + 1) if places else 0
    left = sorted(set(range(sentences)) - set(places))
    workspace.originals.keep(
        project,
        [
            Original(
                kept.side,
                before + 1,
                before + len(places),
                PurePath(kept.name).name,
                kept.data,
                {**kept.about, "left": left},
            )
            for kept in upload.kept
        ],
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
) -> Updated:
    """Return what a newer version of a project's texts would come to; nothing is stored."""
    return preview(workspace, project, lambda: _pairs(files, src_lang, tgt_lang, wish))


def bring(
    workspace: Workspace,
    project: str,
    files: Sequence[File],
    src_lang: str,
    tgt_lang: str,
    wish: Wish,
    *,
    person: str,
) -> Updated:
    """Return what a newer version came to, stored; the first error in a file stores nothing."""
    reason = ", ".join(name for name, _ in files)
    texts = partial(_pairs, files, src_lang, tgt_lang, wish)
    return update(workspace, project, texts, person, reason=reason)


def _pairs(files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish) -> Iterable[Pair]:
    return open_upload(files, src_lang, tgt_lang, wish=wish).pairs
