"""Translation of a corpus: what was translated before is read, the rest is kept as it comes."""

from collections.abc import Sequence
from dataclasses import asdict

from core.models.seq2seq.generate import Tell
from core.models.translators import BEAMS, MOST_TOKENS, Translation, Translator
from core.pipeline.remembered import Within, remembered
from core.pipeline.teller import Report
from core.storage.results import Results


def translate(
    translator: Translator,
    texts: Sequence[str],
    source_lang: str,
    target_lang: str,
    *,
    beams: int = BEAMS,
    most_tokens: int = MOST_TOKENS,
    results: Results | None = None,
    report: Report | None = None,
    tell: Tell | None = None,
) -> list[Translation]:
    """Return a translation for each text, in order; equal texts are translated once.

    Args:
        translator: as `load_translator` makes it.
        texts: one sentence each.
        source_lang: of the texts, by any code.
        target_lang: of the translations, by any code.
        beams: width of the search.
        most_tokens: sub-words that are read or written at once.
        results: what was worked out before; None keeps nothing.
        report: told step, done and total.
        tell: told in words where a batch had to be halved.

    Raises:
        InputError: the model does not know a language; names near ones.
        ModelError: memory ran out over a single text.
    """
    translator.check(source_lang, target_lang)
    source, target = translator.codes(source_lang, target_lang)

    def work(some: Sequence[str], within: Within) -> list[Translation]:
        return translator.translate(
            some,
            source_lang,
            target_lang,
            beams=beams,
            most_tokens=most_tokens,
            progress=within,
            tell=tell,
        )

    return remembered(
        results,
        "translation",
        {
            "model": translator.identity,
            "source": source,
            "target": target,
            "beams": beams,
            "most_tokens": most_tokens,
        },
        texts,
        content=lambda text: text,
        length=len,
        work=work,
        pack=asdict,
        unpack=lambda value: Translation(**value),
        report=report,
        step=f"Translating {source_lang} into {target_lang}",
    )


def noted(translation: Translation) -> dict[str, object]:
    """Return what a pairs file says of a translation beside its tokens, as further keys."""
    told: dict[str, object] = {"translation": translation.text}
    if translation.pieces > 1:
        told["translated_in_pieces"] = translation.pieces
    if not translation.complete:
        told["translation_problem"] = translation.problem
    return told
