"""Bringing a corpus in: look at an upload, then store it; to be run in a process of its own."""

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace

from core.domain.pair import Pair, Sentence
from core.errors import FormatError
from core.formats import marked
from core.formats.consent import Wish
from core.formats.sniff import File, Inspection, inspect_upload, open_upload
from core.models.tokenisers import tokenise
from core.pipeline.project_links import check_offer
from core.storage import Workspace


def look(files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish) -> Inspection:
    """Return what an upload holds and everything that is wrong with it; nothing is stored."""
    found = inspect_upload(files, src_lang, tgt_lang, wish=wish)
    return replace(found, preview=tuple(replace(pair, extra={}) for pair in found.preview))


def store(
    files: Sequence[File], src_lang: str, tgt_lang: str, wish: Wish, *, name: str, url: str
) -> int:
    """Return how many pairs the new project has; the first error in a file stores nothing."""
    upload = open_upload(files, src_lang, tgt_lang, wish=wish)
    with closing(Workspace.open(url)) as workspace:
        return workspace.create_project(name, upload.pairs).pairs


def store_typed(
    source: str,
    target: str,
    src_lang: str,
    tgt_lang: str,
    *,
    name: str,
    url: str,
    model_of: str = "",
) -> int:
    """Return 1 after storing one pair typed by hand, entities marked as `[PER Ada]`.

    Nothing is stored where the pair could not be aligned by what was learned of `model_of`, the
    project that it is going to be prepared with, if any.
    """
    with closing(Workspace.open(url)) as workspace:
        if model_of:
            check_offer(workspace, model_of, [(src_lang, tgt_lang)])
        pair = Pair("1", _typed(source, src_lang, "source"), _typed(target, tgt_lang, "target"))
        return workspace.create_project(name, [pair]).pairs


def _typed(text: str, lang: str, side: str) -> Sentence:
    try:
        return marked.parse(text, lang, tokenise)
    except FormatError as error:
        raise FormatError(error.problem, file=side, remedy=error.remedy) from None
