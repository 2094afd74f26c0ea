"""A model with encoder and decoder, its tokeniser, and what both have to be told."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.errors import InputError, ModelError
from core.models.loading import load_model, loaded, longest
from core.models.located import Located, locate
from core.models.seq2seq.codes import Codes, codes_of
from core.text import languages
from core.text.detokenise import cleaned

_BRACES = re.compile(r"\{[^{}]*\}|[{}]")
_PREFIX_FIELDS = "{source}, {target} (names) or {source_code}, {target_code}"


@dataclass(frozen=True, slots=True, eq=False)
class Seq2Seq:
    """A loaded model.

    Args:
        located: where it lies and what it is.
        model: of transformers, ready for prediction.
        tokeniser: of the same folder.
        codes: how it is told its languages.
        prefix: text before every text that it reads, None where nobody said.
        start: what every text that it writes starts with.
        legacy: whether the code stands behind the text, though its tokeniser says otherwise.
    """

    located: Located
    model: Any
    tokeniser: Any
    codes: Codes
    prefix: str | None
    start: int
    legacy: bool = False

    @property
    def identity(self) -> str:
        """Return what tells its results from those of any other model or precision."""
        prefix = "" if self.prefix is None else f" {self.prefix!r}"
        return f"{self.located.identity} {self.model.dtype}{prefix}{' legacy' * self.legacy}"

    @property
    def end(self) -> int:
        """Return the sub-word that ends what it writes."""
        return int(self.tokeniser.eos_token_id)

    @property
    def room(self) -> int:
        """Return how many sub-words it reads or writes at most, special ones included."""
        return longest(self.model, self.tokeniser)

    def check(self, source: str, target: str) -> None:
        """Raise InputError where it does not translate between two languages."""
        self.codes.find(target)
        if self.codes.both_sides:
            self.codes.find(source)
        self.codes.check(source, target)
        self._told(source, target)

    def read(self, texts: Sequence[str], source: str, target: str) -> list[list[int]]:
        """Return the sub-words of texts that the model is to read, special ones included.

        What looks like a special sub-word in a text is read as plain text.
        """
        tokeniser = self.tokeniser
        if self.codes.both_sides:
            tokeniser.src_lang = self.codes.find(source)
        prefix = self._told(source, target)
        # A tokeniser of transformers refuses an empty list.
        rows = self._pieces([prefix + text for text in texts], special=True) if texts else []
        if self.codes.kind == "tag":
            tag = self.codes.ids[self.codes.find(target)]
            return [[tag, *row] for row in rows]
        return rows

    def written(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the sub-words of texts as the model would write them, with the end."""
        tokeniser = self.tokeniser
        switch = getattr(tokeniser, "_switch_to_target_mode", None)
        if self.codes.both_sides or switch is None:
            switch = None  # the code is not part of what is written, so no language has to be set
        if switch is not None:
            switch()
        try:
            rows = self._pieces(list(texts), special=False) if texts else []
        finally:
            if switch is not None:
                tokeniser._switch_to_input_mode()  # noqa: SLF001 (transformers has no other name)
        return [[*row, self.end] for row in rows]

    def lead(self, target: str) -> list[int]:
        """Return the sub-words that stand before anything that the model writes."""
        if not self.codes.both_sides:
            return [self.start]
        code = self.codes.ids[self.codes.find(target)]
        return [code] if self._starts_with_code() else [self.start, code]

    def text(self, rows: Sequence[Sequence[int]]) -> list[str]:
        """Return what was written, without codes and special sub-words, spaces made even."""
        codes = set(self.codes.ids.values())
        plain = self.tokeniser.batch_decode(
            [[k for k in row if k not in codes] for row in rows],
            skip_special_tokens=True,
            clean_up_tokenization_spaces=False,
        )
        return [cleaned(text) for text in plain]

    def at_most(self, text: str) -> int:
        """Return how many sub-words a text cannot have more than, special ones left out.

        A sub-word holds at least one byte, and a mark may stand before the first: where that fits,
        a text need not be cut up to know that it does.
        """
        return len(text.encode(errors="surrogatepass")) + 1

    def size(self, text: str) -> int:
        """Return how many sub-words a text has, special ones left out."""
        return len(self._pieces([text], special=False)[0])

    def _pieces(self, texts: list[str], *, special: bool) -> list[list[int]]:
        rows = self.tokeniser(
            texts, add_special_tokens=special, split_special_tokens=True, verbose=False
        )["input_ids"]
        return [list(map(int, row)) for row in rows]

    def _told(self, source: str, target: str) -> str:
        """Return the prefix for two languages."""
        if self.prefix is None:
            if self.codes.kind == "none" and self.model.config.model_type != "marian":
                raise InputError(
                    f"model {self.located.name!r} has no codes of languages; say how it is told "
                    "them by a prefix, such as 'translate {source} to {target}: ' (with "
                    f"{_PREFIX_FIELDS}), or a single space if it needs none"
                )
            return ""
        names = {
            "{source}": languages.name(source),
            "{target}": languages.name(target),
            "{source_code}": languages.canonical(source),
            "{target_code}": languages.canonical(target),
        }
        if any(brace not in names for brace in _BRACES.findall(self.prefix)):
            raise InputError(
                f"prefix {self.prefix!r} is not understood; in braces write {_PREFIX_FIELDS}"
            )
        return _BRACES.sub(lambda found: names[found[0]], self.prefix)

    def _starts_with_code(self) -> bool:
        """Return whether writing starts with the code itself, as mBART-25 does.

        That one reads the code behind the text, where mBART-50 and the others have it before.
        """
        if self.model.config.model_type != "mbart":
            return False
        code = self.tokeniser.convert_tokens_to_ids(self.tokeniser.src_lang)
        return code in getattr(self.tokeniser, "suffix_tokens", ())


def load_seq2seq(name: str, *, prefix: str | None = None, legacy: bool = False) -> Seq2Seq:
    """Return a model with encoder and decoder.

    What its folder says of generation is not taken over: it could turn on sampling.

    Args:
        name: a folder, or a hub's owner/name that is on this machine.
        prefix: text before every text, for models without codes; may hold {source} and {target}.
        legacy: for an NLLB that was tuned when its tokeniser put the code behind the text.

    Raises:
        ModelError: there is no such model here, it is of another kind, or its weights are pickled.
    """
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, GenerationConfig

    located = locate(name)
    with warnings.catch_warnings():
        # Marian's tokeniser recommends a package that only evens out punctuation marks.
        warnings.filterwarnings("ignore", message="Recommended: pip install")
        more = {"legacy_behaviour": True} if legacy else {}
        tokeniser = loaded(AutoTokenizer, located.folder, **more)
    model = load_model(AutoModelForSeq2SeqLM, located)
    start = _start(model, tokeniser)
    if tokeniser.eos_token_id is None or start is None:
        raise ModelError(
            f"model {name!r} says neither in config.json nor in its tokeniser by which sub-word "
            "writing starts and ends; set decoder_start_token_id and eos_token_id"
        )
    blank: Any = GenerationConfig
    model.generation_config = blank()
    return Seq2Seq(located, model, tokeniser, codes_of(tokeniser), prefix, start, legacy)


def _start(model: Any, tokeniser: Any) -> int | None:
    config = model.config
    own = getattr(model.generation_config, "decoder_start_token_id", None)
    for found in (own, getattr(config, "decoder_start_token_id", None), tokeniser.bos_token_id):
        if found is not None:
            return int(found)
    return None
