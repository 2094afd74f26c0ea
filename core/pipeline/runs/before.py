"""Steps of a run until both sides are there: reading, translating, finding source entities."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from core.domain.decision import Side
from core.domain.pair import Pair, Sentence
from core.domain.task import SuppliedSpan
from core.errors import InputError
from core.formats import pairs_jsonl, spans_jsonl
from core.models.taggers import load_tagger
from core.models.tokenisers import tokenise
from core.models.translators import Translation, Translator, load_translator
from core.pipeline.runs import stored
from core.pipeline.runs.after import SPANS, write
from core.pipeline.runs.fields import PARALLEL, TRANSLATE_TEST, TRANSLATE_TRAIN
from core.pipeline.runs.text import Item, read_items, read_pairs
from core.pipeline.runs.work import Work
from core.pipeline.tagging import tag_probabilities, tagged_pairs
from core.pipeline.translate import noted
from core.pipeline.translate import translate as translate_all
from core.projection.markers import MARKERS, REASONS, Lost, Marked, Recovered, back_translated

PAIRS = "pairs.jsonl"
EMPTY = "the translation is empty"


def read(work: Work) -> str:
    """Read the text, and see that a project of the run can be made."""
    config = work.config
    if config.project:
        stored.check_name(work)
    path = work.base / config.text
    if config.setting == PARALLEL:
        work.pairs = read_pairs(path)
        work.items = [Item(pair.id, pair.target, "", pair.doc) for pair in work.pairs]
    else:
        side = Side.SOURCE if config.setting == TRANSLATE_TRAIN else Side.TARGET
        lang = config.source_lang if side is Side.SOURCE else config.target_lang
        work.items = read_items(path, lang, side)
    projects = config.methods or config.markers
    if projects and config.setting != TRANSLATE_TEST and not config.source_tagger:
        _check_annotated(work)
    work.count("read", sentences=len(work.items))
    return f"{len(work.items):,} sentences"


def _check_annotated(work: Work) -> None:
    """Raise InputError where no source entity can be known."""
    sources = (p.source for p in work.pairs) if work.pairs else (i.sentence for i in work.items)
    if all(source.entities is None for source in sources):
        raise InputError(
            f"{work.config.text}: nobody has marked the entities of its source; name a tagger in "
            "source_tagger.model, or mark them"
        )


def translate(work: Work) -> str:
    """Translate every sentence into the other language; those that come out empty are lost."""
    config = work.config
    forth = config.setting == TRANSLATE_TRAIN
    source, target = config.source_lang, config.target_lang
    given, wanted = (source, target) if forth else (target, source)
    translator = _translator(work, config.translator)
    found = _translated(work, translator, [i.text for i in work.items], given, wanted)
    for item, translation in zip(work.items, found, strict=True):
        tokens = tokenise(translation.text, wanted)
        if not tokens:
            work.lose(item.id, "translate", translation.problem or EMPTY)
            continue
        new = Sentence(tokens, None, wanted)
        extra = {**item.extra, **noted(translation)}
        sides = (item.sentence, new) if forth else (new, item.sentence)
        work.pairs.append(Pair(item.id, *sides, doc=item.doc, extra=MappingProxyType(extra)))
    _count_translations(work, "translate", found)
    write(work, PAIRS, pairs_jsonl.write(work.pairs))
    return _account(work, "translate")


def tag_source(work: Work) -> str:
    """Find the entities of the source with a tagger."""
    config = work.config
    tagger = load_tagger(
        config.source_tagger, label_map=dict(config.source_labels), tell=work.tell.note
    )
    untranslated = config.setting == TRANSLATE_TRAIN
    pairs = [Pair(i.id, i.sentence, i.sentence) for i in work.items] if untranslated else work.pairs
    probs = tag_probabilities(
        pairs, tagger, side=Side.SOURCE, results=work.results, report=work.tell
    )
    tagged = list(tagged_pairs(pairs, probs, side=Side.SOURCE))
    entities = sum(len(pair.source.entities or ()) for pair in tagged)
    work.count("tag-source", entities=entities)
    if untranslated:
        work.items = [
            replace(item, sentence=pair.source)
            for item, pair in zip(work.items, tagged, strict=True)
        ]
    else:
        work.pairs = tagged
        write(work, PAIRS, pairs_jsonl.write(work.pairs))
    return f"{entities:,} entities"


def through_markers(work: Work) -> str:
    """Translate sentences with markers around their entities, and take the markers off again."""
    config = work.config
    part = MARKERS.get(config.markers).make()
    marked = [part.insert(item.sentence) for item in work.items]
    sound = [one for one in marked if isinstance(one, Marked)]
    texts, phrases = _both(work, config.translator, sound, phrases=part.wants_phrases)
    left = iter(texts)
    counts: Counter[str] = Counter()
    spans: dict[str, tuple[SuppliedSpan, ...]] = {}
    for item, one in zip(work.items, marked, strict=True):
        text = ""
        if isinstance(one, Lost):
            found: Recovered | Lost = one
        else:
            text = next(left).text
            given = [phrases[phrase] for phrase in one.phrases]
            found = part.recover(one, text, given, _tokeniser(work))
        if isinstance(found, Recovered):
            target = Sentence(found.tokens, None, config.target_lang)
            extra = MappingProxyType({**item.extra, "translation": text})
            work.pairs.append(Pair(item.id, item.sentence, target, doc=item.doc, extra=extra))
            spans[item.id] = tuple(SuppliedSpan(e.start, e.end, e.label) for e in found.entities)
        else:
            counts[found.reason] += 1
            work.lose(
                item.id, "markers", ": ".join(filter(None, (REASONS[found.reason], found.detail)))
            )
    work.count("markers", kept=len(work.pairs), **counts)
    work.spans = spans
    write(work, PAIRS, pairs_jsonl.write(work.pairs))
    write(work, SPANS, spans_jsonl.write(spans.items()))
    return f"{len(work.pairs):,} of {len(work.items):,} sentences kept their markers"


def back_translate(work: Work) -> str:
    """Put a back-translation, entities and all, in place of every source sentence."""
    config = work.config
    part = MARKERS.get("brackets").make()
    marked = {p.id: part.insert(p.source) for p in work.pairs if p.source.entities}
    sound = {name: one for name, one in marked.items() if isinstance(one, Marked)}
    found, phrases = _both(work, config.back_translator, list(sound.values()), phrases=True)
    texts = dict(zip(sound, found, strict=True))
    work.pairs = [
        _refined(work, pair, sound.get(pair.id), texts.get(pair.id), phrases) for pair in work.pairs
    ]
    kept = sum("translated_src_tokens" in pair.extra for pair in work.pairs)
    work.count("back-translate", refined=kept, as_they_were=len(work.pairs) - kept)
    write(work, PAIRS, pairs_jsonl.write(work.pairs))
    return f"{kept:,} of {len(work.pairs):,} sources replaced"


def _refined(
    work: Work,
    pair: Pair,
    marked: Marked | None,
    translation: Translation | None,
    phrases: dict[str, str],
) -> Pair:
    """Return the pair on its back-translation; as it was where that says nothing."""
    if marked is None or translation is None:
        return pair
    got = back_translated(
        marked, translation.text, [phrases[p] for p in marked.phrases], _tokeniser(work)
    )
    if isinstance(got, Lost):
        return pair
    before = {
        "translated_src_tokens": list(pair.source.tokens),
        "translated_src_tags": pairs_jsonl.tags_of(pair.source),
    }
    extra = MappingProxyType({**pair.extra, **before})
    return replace(pair, source=got.sentence(work.config.target_lang), extra=extra)


def _both(
    work: Work, model: str, marked: Sequence[Marked], *, phrases: bool
) -> tuple[list[Translation], dict[str, str]]:
    """Return the translations of marked sentences, and of each phrase alone where asked for."""
    config = work.config
    languages = config.source_lang, config.target_lang
    translator = _translator(work, model)
    found = _translated(work, translator, [one.text for one in marked], *languages)
    wanted = sorted({phrase for one in marked for phrase in one.phrases})
    alone: Iterable[str] = wanted
    if phrases:
        alone = (one.text for one in _translated(work, translator, wanted, *languages))
    return found, dict(zip(wanted, alone, strict=True))


def _translator(work: Work, model: str) -> Translator:
    return load_translator(model, prefix=work.config.prefix or None)


def _translated(
    work: Work, translator: Translator, texts: Sequence[str], given: str, wanted: str
) -> list[Translation]:
    return translate_all(
        translator,
        texts,
        given,
        wanted,
        beams=work.config.beams,
        results=work.results,
        report=work.tell,
        tell=work.tell.note,
    )


def _tokeniser(work: Work) -> Any:
    lang = work.config.target_lang
    return lambda text: tokenise(text, lang)


def _count_translations(work: Work, step: str, found: Sequence[Translation]) -> None:
    work.count(
        step,
        empty=sum(not one.text for one in found),
        in_pieces=sum(one.pieces > 1 for one in found),
        cut_off=sum(not one.complete for one in found),
    )


def _account(work: Work, step: str) -> str:
    words = {"empty": "came out empty", "in_pieces": "in pieces", "cut_off": "cut off"}
    counts = work.counts[step]
    told = [f"{counts[key]:,} {word}" for key, word in words.items() if counts[key]]
    return ", ".join([f"{len(work.pairs):,} translations", *told])
