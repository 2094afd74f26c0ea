"""Models that the methods were published with, and others that fit: what they are for, as data."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Known:
    """A model of the Hugging Face hub.

    Args:
        name: `owner/name`.
        purpose: `translation`, `tagger`, `aligner`, `proposals` or `encoder`.
        megabytes: of its weights, roughly.
        licence: as its card says.
        about: what it is used for here.
        commercial: False where its licence forbids commercial use.
    """

    name: str
    purpose: str
    megabytes: int
    licence: str
    about: str
    commercial: bool = True


CATALOGUE = (
    Known(
        "facebook/nllb-200-distilled-600M", "translation", 2460, "CC-BY-NC-4.0",
        "200 languages; translation scores of the thesis; its encoder is what transalign compares",
        commercial=False,
    ),
    Known(
        "facebook/nllb-200-distilled-1.3B", "translation", 5480, "CC-BY-NC-4.0",
        "200 languages, better and slower", commercial=False,
    ),
    Known(
        "facebook/nllb-200-3.3B", "translation", 17600, "CC-BY-NC-4.0",
        "200 languages; the translations of the thesis and the paper", commercial=False,
    ),
    Known("facebook/m2m100_418M", "translation", 1940, "MIT", "100 languages"),
    Known(
        "facebook/mbart-large-50-many-to-many-mmt", "translation", 2440, "MIT", "50 languages"
    ),
    Known(
        "google-bert/bert-base-multilingual-cased", "aligner", 714, "Apache-2.0",
        "mBERT: simalign, embedding and awesome, layer 8",
    ),
    Known(
        "FacebookAI/xlm-roberta-base", "aligner", 1120, "MIT", "simalign, embedding; also to train"
    ),
    Known("sentence-transformers/LaBSE", "aligner", 1880, "Apache-2.0", "accalign, layer 6"),
    Known(
        "FacebookAI/xlm-roberta-large-finetuned-conll03-english", "tagger", 2240, "see its card",
        "tagger of the paper for both sides; PER ORG LOC MISC",
    ),
    Known("dslim/bert-base-NER", "tagger", 433, "MIT", "English; PER ORG LOC MISC"),
    Known(
        "microsoft/mdeberta-v3-base", "encoder", 560, "MIT",
        "encoder that the thesis trained its tagger on; for train-tagger --encoder",
    ),
    Known("google/mt5-base", "proposals", 2330, "Apache-2.0", "to train with train-proposer"),
)  # fmt: skip


def known(name: str) -> Known | None:
    """Return what is known of a hub's model, whatever its commit; None for any other name."""
    bare = name.partition("@")[0]
    return next((model for model in CATALOGUE if model.name == bare), None)
