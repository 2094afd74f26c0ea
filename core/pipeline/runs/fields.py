"""What a run can be told, as data: the keys of its file, the fields of its page, the README."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from core.domain.spec import Scalar
from core.models.compute import AUTO, PRECISIONS

Kind = Literal["text", "whole", "switch", "names", "labels", "model"]

TRANSLATE_TEST, TRANSLATE_TRAIN, PARALLEL = "translate-test", "translate-train", "parallel"
SETTINGS: Mapping[str, str] = {
    TRANSLATE_TEST: "Target sentences are translated; entities of the translation come back.",
    TRANSLATE_TRAIN: "Labelled source sentences are translated; their entities go along.",
    PARALLEL: "Both sides are there; nothing is translated.",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a run can be told.

    Args:
        key: in the file, `table.key` or `key`.
        attribute: of `RunConfig`.
        kind: `text`, `whole` (a number), `switch`, `names` (a list), `labels` (a table of label =
            label) or `model` (a folder, or a hub's owner/name@commit).
        default: where the file does not say it.
        summary: what it is, for people.
        least: of a whole number.
        choices: that a text is one of; none means any.
    """

    key: str
    attribute: str
    kind: Kind
    default: Scalar | tuple[object, ...]
    summary: str
    least: int = 0
    choices: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field(
        "setting", "setting", "text", TRANSLATE_TEST,
        "translate-test, translate-train or parallel", choices=tuple(SETTINGS),
    ),
    Field(
        "text", "text", "text", "",
        "file of the sentences: .txt (one a line), CoNLL, or pairs (.jsonl); beside this file",
    ),
    Field("source_lang", "source_lang", "text", "en", "the language with entities"),
    Field("target_lang", "target_lang", "text", "", "the language without"),
    Field("project", "project", "text", "", "name of the project that it becomes; none for none"),
    Field(
        "translation.model", "translator", "model", "",
        "sequence-to-sequence model with language codes, such as NLLB-200",
    ),
    Field(
        "translation.prefix", "prefix", "text", "",
        "text before every sentence, for models without language codes, such as a T5; a space for "
        "one that wants none",
    ),
    Field("translation.beams", "beams", "whole", 5, "width of the beam search", least=1),
    Field(
        "source_tagger.model", "source_tagger", "model", "",
        "named-entity tagger of the source: a token classifier, a spaCy pipeline, or a folder of "
        "train-tagger",
    ),
    Field(
        "source_tagger.label_map", "source_labels", "labels", (),
        "its labels in other words; O drops a label",
    ),
    Field(
        "target_tagger.model", "target_tagger", "model", "",
        "tagger of the target, for methods with its candidates or scores",
    ),
    Field("target_tagger.label_map", "target_labels", "labels", (),
        "its labels in other words; O drops a label",
    ),
    Field(
        "translation_scores.model", "scorer", "model", "",
        "translation model that scores candidates; may be the one that translates",
    ),
    Field(
        "translation_scores.max_len", "score_len", "whole", 10,
        "longest candidate that is scored, in tokens", least=1,
    ),
    Field(
        "proposals.model", "proposer", "model", "",
        "model of train-proposer, whose beams are candidates",
    ),
    Field("proposals.beams", "proposer_beams", "whole", 25, "how many beams", least=1),
    Field(
        "back_translation.model", "back_translator", "model", "",
        "translates the marked source back, so that words are aligned within one language; hurts "
        "nearly everywhere but for scripts without spaces",
    ),
    Field(
        "markers.part", "markers", "text", "",
        "translate-train only: brackets or xml carry the entities through the translation",
        choices=("", "brackets", "xml"),
    ),
    Field("methods", "methods", "names", ("default",), "named methods, each written out"),
    Field("label_map", "label_map", "labels", (), "source labels in other words; O drops a label"),
    Field(
        "transfer", "transfer", "switch", default=False,
        summary="also write what the target tagger finds by itself, as a method of its own",
    ),
    Field("compute.device", "device", "text", AUTO, "auto, cpu, cuda, cuda:1 or mps"),
    Field(
        "compute.precision", "precision", "text", AUTO, "auto, float32, bfloat16 or float16",
        choices=PRECISIONS,
    ),
    Field(
        "compute.batch_tokens", "batch_tokens", "whole", 4096,
        "sub-words that go through a model at once", least=1,
    ),
)  # fmt: skip
"""The table `aligner` (a part and its options) stands beside these."""

FIELD_OF: Mapping[str, Field] = {field.attribute: field for field in FIELDS}
"""By attribute of `RunConfig`."""

SUPPLIES: Mapping[str, tuple[str, ...]] = {
    "tag_probs": ("target_tagger",),
    "translation_scores": ("scorer",),
    "spans": ("proposer", "markers"),
}
"""What methods may need besides links, and the attributes of `RunConfig` that bring it."""

MODELS = tuple(field for field in FIELDS if field.kind == "model")
