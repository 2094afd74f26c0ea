"""The file of a run: read, checked, and written in one canonical form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from core.domain.spec import PartSpec
from core.errors import OptionError, SpecError
from core.formats import spec_toml
from core.models.compute import Compute
from core.pipeline.align import aligner_spec, needs_model
from core.pipeline.methods import METHODS
from core.pipeline.runs.fields import (
    FIELD_OF,
    FIELDS,
    MODELS,
    PARALLEL,
    SUPPLIES,
    TRANSLATE_TEST,
    TRANSLATE_TRAIN,
    Field,
)
from core.projection.resolve import DEFAULT_ALIGNER, needs
from core.text.paths import expanded, is_folder

FORMAT = "silverlens-run-1"
Labels = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunConfig:
    """What a run does; each attribute is told in `core.pipeline.runs.fields`."""

    text: str
    target_lang: str
    source_lang: str = "en"
    setting: str = TRANSLATE_TEST
    project: str = ""
    translator: str = ""
    prefix: str = ""
    beams: int = 5
    source_tagger: str = ""
    source_labels: Labels = ()
    target_tagger: str = ""
    target_labels: Labels = ()
    scorer: str = ""
    score_len: int = 10
    proposer: str = ""
    proposer_beams: int = 25
    back_translator: str = ""
    markers: str = ""
    methods: tuple[str, ...] = ("default",)
    label_map: Labels = ()
    transfer: bool = False
    device: str = "auto"
    precision: str = "auto"
    batch_tokens: int = 4096
    aligner: PartSpec = field(default_factory=lambda: PartSpec(DEFAULT_ALIGNER))

    def __post_init__(self) -> None:
        """Refuse what cannot be run, naming the key."""
        for one in FIELDS:
            _check(one, getattr(self, one.attribute))
        object.__setattr__(
            self, "aligner", aligner_spec(self.aligner.part, dict(self.aligner.options))
        )
        for rule, words in _RULES:
            if not rule(self):
                raise OptionError(words)
        self._check_methods()
        self.compute()

    def _check_methods(self) -> None:
        """Raise OptionError where a method needs what no model of the run gives."""
        there = {kind for kind, of in SUPPLIES.items() if any(getattr(self, one) for one in of)}
        for name in self.methods:
            lacking = needs(METHODS[name]) - {"alignment", *there}
            if lacking:
                keys = {FIELD_OF[one].key for kind in lacking for one in SUPPLIES.get(kind, ())}
                named = " or ".join(sorted(keys))
                raise OptionError(f"methods: {name} needs {' and '.join(sorted(lacking))}: {named}")

    def compute(self) -> Compute:
        """Return where models run."""
        return Compute(self.device, self.precision, self.batch_tokens)

    def model_of_aligner(self) -> str:
        """Return the model of the aligner, "" for one that has none."""
        return str(dict(self.aligner.options).get("model", ""))

    def models(self) -> dict[str, str]:
        """Return the models that are named, by key of the file."""
        named = {one.key: str(getattr(self, one.attribute)) for one in MODELS}
        named["aligner.model"] = self.model_of_aligner()
        return {key: name for key, name in named.items() if name}

    def placed(self, folder: Path) -> "RunConfig":
        """Return the run with every model that is a folder beside its file named in full."""

        def full(name: str) -> str:
            beside = folder / expanded(name)
            return str(beside) if name and is_folder(beside) else name

        aligner = self.aligner
        if model := self.model_of_aligner():
            aligner = PartSpec.of(aligner.part, {**dict(aligner.options), "model": full(model)})
        named: dict[str, Any] = {f.attribute: full(getattr(self, f.attribute)) for f in MODELS}
        return replace(self, aligner=aligner, **named)

    def digest(self) -> str:
        """Return a hash of everything that makes the results: 16 hexadecimal digits."""
        return sha256(to_toml(self)).hexdigest()[:16]


def from_toml(data: bytes, *, file: str = "") -> RunConfig:
    """Return the run that a file describes.

    Raises:
        FormatError: it is no TOML.
        SpecError: it is no run, or has keys that mean nothing; lists the ones that do.
        OptionError: a value that cannot be, or something is missing.
    """
    tables = spec_toml.read(data, file=file)
    where = f"{file}: " if file else ""
    if tables.pop("format", None) != FORMAT:
        raise SpecError(f'{where}this is no run; its first line has to be format = "{FORMAT}"')
    aligner = tables.pop("aligner", {"part": "default"})
    flat = dict(_flat(tables))
    if unknown := sorted(set(flat) - {one.key for one in FIELDS}):
        known = ", ".join(["aligner.part", *(one.key for one in FIELDS)])
        raise SpecError(f"{where}a run has no key {unknown[0]!r}; it has: {known}")
    given = {f.attribute: _value(f, flat[f.key]) for f in FIELDS if f.key in flat}
    for needed in ("text", "target_lang"):
        given.setdefault(needed, "")
    return RunConfig(**given, aligner=_aligner(aligner))


def to_toml(config: RunConfig) -> bytes:
    """Return the file of a run; equal runs give equal bytes, reading them gives back the run."""
    out: dict[str, Any] = {"format": FORMAT}
    for one in FIELDS:
        value = getattr(config, one.attribute)
        if value == one.default and one.key not in {"setting", "source_lang", "methods"}:
            continue
        table, _, key = one.key.rpartition(".")
        place = out.setdefault(table, {}) if table else out
        place[key] = dict(value) if one.kind == "labels" else value
    out["aligner"] = config.aligner.to_dict()
    return spec_toml.write(out)


def _flat(tables: Mapping[str, object], path: str = "") -> "list[tuple[str, object]]":
    """Return `table.key` and value of everything but tables of labels, which are values."""
    whole = {one.key for one in FIELDS if one.kind == "labels"}
    found: list[tuple[str, object]] = []
    for key, value in tables.items():
        here = f"{path}{key}"
        if isinstance(value, Mapping) and here not in whole:
            found += _flat(value, f"{here}.") or [(here, value)]
        else:
            found.append((here, value))
    return found


def _value(field: Field, value: object) -> Any:
    if field.kind == "labels" and isinstance(value, Mapping):
        return tuple(sorted((str(a), str(b)) for a, b in value.items()))
    if field.kind == "names" and isinstance(value, list):
        return tuple(value)
    return value


def _aligner(value: object) -> PartSpec:
    table = {"part": value} if isinstance(value, str) else value
    if not isinstance(table, Mapping) or not isinstance(table.get("part"), str):
        raise SpecError('aligner is a table with the key part, such as part = "statistical"')
    return aligner_spec(table["part"], {k: v for k, v in table.items() if k != "part"})


_TYPES: Mapping[str, Any] = {"whole": int, "switch": bool, "names": tuple, "labels": tuple}


def _check(field: Field, value: Any) -> None:
    kind = _TYPES.get(field.kind, str)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise OptionError(f"{field.key}: {value!r} is no {field.kind}; {field.summary}")
    if field.kind == "whole" and value < field.least:
        raise OptionError(f"{field.key}: {value} is below {field.least}")
    if field.kind == "names" and not all(isinstance(name, str) for name in value):
        raise OptionError(f"{field.key}: {value!r} is no list of names")
    if field.choices and value not in field.choices:
        known = ", ".join(repr(choice) for choice in field.choices)
        raise OptionError(f"{field.key}: {value!r} is none of {known}")


def _translates(config: RunConfig) -> bool:
    return config.setting != PARALLEL


_RULES: tuple[tuple[Callable[[RunConfig], bool], str], ...] = (
    (lambda c: bool(c.text), "text: name the file with the sentences"),
    (lambda c: bool(c.target_lang), "target_lang: name the language, such as hau or hau_Latn"),
    (lambda c: bool(c.source_lang), "source_lang: name the language, such as en"),
    (
        lambda c: not _translates(c) or bool(c.translator),
        "translation.model: name a translation model, or bring the translations and write "
        'setting = "parallel"',
    ),
    (
        lambda c: c.setting != TRANSLATE_TEST or bool(c.source_tagger),
        "source_tagger.model: translations have no entities yet; name a tagger "
        "(`train-tagger --side source` makes one)",
    ),
    (
        lambda c: not c.markers or c.setting == TRANSLATE_TRAIN,
        "markers.part: markers go through a translation of the source; write setting = "
        '"translate-train"',
    ),
    (
        lambda c: not (c.markers and c.back_translator),
        "markers.part: markers and back_translation exclude each other",
    ),
    (
        lambda c: not (c.markers and c.proposer),
        "proposals.model: markers bring the spans of their own; leave out one of both",
    ),
    (lambda c: bool(c.methods or c.transfer or c.markers), "methods: name at least one"),
    (
        lambda c: not c.transfer or bool(c.target_tagger),
        "transfer: it is what the target tagger finds; name it in target_tagger.model",
    ),
    (
        lambda c: not needs_model(c.aligner.part) or bool(c.model_of_aligner()),
        "aligner.model: this aligner compares words inside a model; name it",
    ),
)
