"""What an upload is: its format, its pairs, and everything that is wrong with it.

`inspect_upload` looks without storing anything and lists every problem; `open_upload` gives the
pairs and raises the first error. Both decide by name and content in the same way.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from core.domain.entity import Entity, from_iob2
from core.domain.pair import Pair, Sentence
from core.errors import CoreError, FormatError, InputError
from core.formats import (
    conll,
    foreign,
    jsonl,
    limits,
    pairs_jsonl,
    plain_text,
    schemes,
    tsv,
)
from core.formats.conll_layout import Layout
from core.formats.consent import Found, Wish, settle
from core.formats.halves import Half, Side, join, of_conll, of_text
from core.formats.lines import read_lines, unpacked
from core.formats.problems import Collected, Problem, Report, leaving_out, of_error, refuse

PREVIEW = 20
_ZIP = b"PK\x03\x04"
_PROJECTED, _GOLD = "projections", "gold_tags"
_CONLL = frozenset({"conll", "conllu", "conllup", "conll03", "multiconer", "ner"}) | frozenset(
    {"iob", "iob1", "iob2", "bio", "bioes"}
)
File = tuple[str, bytes]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """What one uploaded file is.

    Args:
        name: as uploaded.
        format: `pairs`, `table`, `conll`, `text`, or that of another tool.
        layout: of the columns, for CoNLL.
        tags: which scheme its tags follow; None where it has none.
    """

    name: str
    format: str
    layout: Layout | None = None
    tags: tuple[Found, ...] = ()


@dataclass(frozen=True, slots=True)
class Inspection:
    """What an upload holds and what is wrong with it; nothing is stored yet.

    Args:
        files: what each file is.
        preview: the first pairs.
        count: how many pairs can be used.
        labels: (label, entities), both sides together, most frequent first.
        languages: (source, target, pairs), most frequent first.
        problems: the first hundred.
        more: how many problems were found beyond these.
        errors: how many of all problems are errors.
    """

    files: tuple[FileInfo, ...]
    preview: tuple[Pair, ...]
    count: int
    labels: tuple[tuple[str, int], ...]
    languages: tuple[tuple[str, str, int], ...]
    problems: tuple[Problem, ...]
    more: int
    errors: int

    @property
    def usable(self) -> bool:
        """Return whether the upload can be imported whole."""
        return self.count > 0 and self.errors == 0


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that can be written again with other tags and nothing else changed.

    Args:
        side: `source` or `target`.
        name: as uploaded.
        data: the file, unpacked.
        about: how it was read, as plain values.
    """

    side: str
    name: str
    data: bytes
    about: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload opened: its pairs are read when they are asked for.

    Args:
        files: what each file is.
        pairs: in order.
        kept: the CoNLL files among them.
        places: of every pair read so far, among the sentences of the files, from 0.
    """

    files: tuple[FileInfo, ...]
    pairs: Iterator[Pair]
    kept: tuple[Kept, ...] = ()
    places: list[int] = field(default_factory=list)


def inspect_upload(
    files: Sequence[File],
    src_lang: str = "",
    tgt_lang: str = "",
    *,
    wish: Wish | None = None,
    tag_column: int | None = None,
) -> Inspection:
    """Return what one or two files hold, with all their problems; never raises for bad content.

    Args:
        files: (name, bytes): a pairs file, a table, or the source file and the target file.
        src_lang: language of the source, where the files do not say it.
        tgt_lang: the same for the target.
        wish: which conversions of tags the user agreed to.
        tag_column: which CoNLL column holds the tags, from 0; None finds it.
    """
    problems = Collected()
    preview: list[Pair] = []
    count = 0
    labels: Counter[str] = Counter()
    languages: Counter[tuple[str, str]] = Counter()
    infos: tuple[FileInfo, ...] = ()
    try:
        upload = open_upload(
            files, src_lang, tgt_lang, wish=wish, tag_column=tag_column, report=problems
        )
        infos = upload.files
        for pair in upload.pairs:
            count += 1
            preview += [pair] if count <= PREVIEW else []
            languages[pair.source.lang, pair.target.lang] += 1
            labels.update(e.label for s in (pair.source, pair.target) for e in s.entities or ())
    except CoreError as error:
        problems(of_error(error, file="", line=None))
    if count == 0 and not problems.errors:
        problems(Problem("no pair in it", file=files[0][0], remedy="bring at least one pair"))
    return Inspection(
        infos,
        tuple(preview),
        count,
        tuple(labels.most_common()),
        tuple((s, t, n) for (s, t), n in languages.most_common()),
        tuple(problems.items),
        problems.more,
        problems.errors,
    )


def _without_silver(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Yield the pairs; on those that `project` wrote, silver target tags give way to the gold."""
    for pair in pairs:
        if _PROJECTED not in pair.extra:
            yield pair
            continue
        extra = {k: v for k, v in pair.extra.items() if k not in {_PROJECTED, _GOLD}}
        tags = pair.extra.get(_GOLD)
        gold = from_iob2(tags) if isinstance(tags, list) and _texts(tags) else None
        yield replace(pair, target=replace(pair.target, entities=gold), extra=extra)


def open_upload(
    files: Sequence[File],
    src_lang: str = "",
    tgt_lang: str = "",
    *,
    wish: Wish | None = None,
    tag_column: int | None = None,
    report: Report = refuse,
) -> Upload:
    """Return the pairs of one or two files; by default the first error is raised.

    With another `report` the pairs that are wrong are left out and the others yielded.
    Arguments as for `inspect_upload`.
    """
    limits.check_sizes((name, len(data)) for name, data in files)
    names = " and ".join(name for name, _ in files)
    opened = _open(files, (src_lang, tgt_lang), wish or Wish(), tag_column, report)
    return replace(opened, pairs=limits.bounded(opened.pairs, file=names))


def _open(
    files: Sequence[File],
    langs: tuple[str, str],
    wish: Wish,
    tag_column: int | None,
    report: Report,
) -> Upload:
    if wish.partial:
        report = leaving_out(report)
    if wish.scheme not in {"", "auto"}:
        schemes.faults((), wish.scheme)
    if len(files) == 2:
        return _two(files, langs, wish, tag_column, report)
    if len(files) != 1:
        raise FormatError(f"{len(files)} files", remedy="bring one file, or source and target")
    name, data = files[0][0], unpacked(files[0][1], file=files[0][0])
    form = format_of(name, data)
    if form == "table":
        return Upload((FileInfo(name, form),), _table(data, name, *langs, report))
    if form in foreign.FORMS:
        read = foreign.pairs(data, form, file=name, report=report)
        return Upload((FileInfo(name, form),), _without_silver(read))
    if form == "pairs":
        return _pairs(data, name, langs, wish, report)
    for _ in read_lines(data, file=name, report=report):
        pass  # what is no text at all is told as such
    what = f"this looks like {'a CoNLL file' if form == 'conll' else 'plain text'}, one side only"
    raise FormatError(what, file=name, remedy="bring the source file and the target file together")


def format_of(name: str, data: bytes) -> str:
    """Return `pairs`, `table`, `conll`, `text` or one of `foreign.FORMS`.

    By content where it is clear, else by name; raise FormatError for a zip archive.
    """
    if data.startswith(_ZIP):
        remedy = "unpack it; a bundle goes to *Open a bundle* on Projects, or to `unbundle`"
        raise FormatError("this is a zip archive", file=name, remedy=remedy)
    suffix = name.lower().removesuffix(".gz").rpartition(".")[2]
    if other := foreign.form_of(suffix, data):
        return other
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if suffix in {"jsonl", "json", "ndjson"}:
        return "pairs"
    if suffix in _CONLL:
        return "conll"
    if conll.looks_like(data):
        return "conll"
    if head.startswith(b"{") and suffix not in {"txt", "tsv", "tab"}:
        return "pairs"
    return "table" if suffix in {"tsv", "tab"} else "text"


def _pairs(data: bytes, name: str, langs: tuple[str, str], wish: Wish, report: Report) -> Upload:
    """Read IOB2 without looking twice; look for another scheme only where that fails."""
    if not wish.scheme and wish.repair is None and _all_iob2(data):
        read = pairs_jsonl.read(
            data, file=name, src_lang=langs[0], tgt_lang=langs[1], report=report
        )
        return Upload((FileInfo(name, "pairs"),), _without_silver(read))
    halves = tuple(_tagged(data))
    found = settle(halves, wish, file=name, columns=False, report=report)

    def decode(tags: Sequence[str]) -> tuple[Entity, ...]:
        return schemes.decode(tags, found.used, repair=wish.repair)

    read = pairs_jsonl.read(
        data, file=name, src_lang=langs[0], tgt_lang=langs[1], decode=decode, report=report
    )
    return Upload((FileInfo(name, "pairs", tags=(found,)),), _without_silver(read))


def _all_iob2(data: bytes) -> bool:
    try:
        for half in _tagged(data):
            from_iob2(half.tags or ())
    except InputError:
        return False
    return True


def _tagged(data: bytes) -> Iterator[Half]:
    """Yield both sides of every line that has tags, whatever else is wrong with it."""

    def sides(value: dict[str, Any]) -> list[tuple[Any, Any]]:
        return [(value.get(f"{side}_tokens"), value.get(f"{side}_tags")) for side in ("src", "tgt")]

    for line, found in jsonl.read_each(data, sides, report=_quiet):
        for tokens, tags in found:
            if _texts(tokens) and _texts(tags):
                yield Half(line, tuple(tokens), tuple(tags))


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _quiet(_: Problem) -> None:
    """Say nothing; the second reading reports."""


def _table(data: bytes, name: str, src_lang: str, tgt_lang: str, report: Report) -> Iterator[Pair]:
    _need_languages(src_lang, tgt_lang, name)
    for k, row in enumerate(tsv.read(data, file=name, report=report), start=1):
        source = plain_text.tokens_of(row.source, src_lang, file=name, line=row.line, report=report)
        target = plain_text.tokens_of(row.target, tgt_lang, file=name, line=row.line, report=report)
        if source and target:
            sentences = Sentence(source, None, src_lang), Sentence(target, None, tgt_lang)
            yield Pair(f"{k:06d}", *sentences)


def _two(
    files: Sequence[File],
    langs: tuple[str, str],
    wish: Wish,
    tag_column: int | None,
    report: Report,
) -> Upload:
    names = " and ".join(name for name, _ in files)
    _need_languages(*langs, names)
    sides, infos, kept = [], [], []
    for (name, packed), lang, side in zip(files, langs, ("source", "target"), strict=True):
        data = unpacked(packed, file=name)
        form = format_of(name, data)
        layout = None
        if form in {"pairs", "table"}:
            remedy = "bring it alone; two files are a source and a target, CoNLL or plain text"
            what = f"this looks like a {form} file, which holds both sides"
            raise FormatError(what.replace("table file", "table"), file=name, remedy=remedy)
        if form == "conll":
            document = conll.read(data, file=name, tag_column=tag_column, report=report)
            halves, layout = of_conll(document), document.layout
        elif form in foreign.FORMS:
            halves = tuple(foreign.halves(data, form, lang, file=name, report=report))
        else:
            halves = of_text(data, lang, file=name, report=report)
        found = settle(halves, wish, file=name, columns=True, report=report)
        sides.append(Side(name, lang, halves, found.used, wish.repair))
        tagged = any(half.tags for half in halves)
        infos.append(FileInfo(name, form, layout, (found,) if tagged else ()))
        if form == "conll":
            kept.append(Kept(side, name, data, {"scheme": found.used, "tag_column": tag_column}))
    places: list[int] = []
    pairs = join(sides[0], sides[1], places=places, report=report)
    return Upload(tuple(infos), pairs, tuple(kept), places)


def _need_languages(src_lang: str, tgt_lang: str, name: str) -> None:
    for lang, side in ((src_lang, "source"), (tgt_lang, "target")):
        try:
            pairs_jsonl.checked_lang(lang, f"language of the {side}")
        except FormatError as error:
            raise FormatError(error.problem, file=name, remedy=error.remedy) from None
