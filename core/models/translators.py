"""Translation by any model with encoder and decoder, its languages told as it wants them.

Nothing is drawn by chance, nothing is cut in silence: a text that the model cannot read at once is
translated in parts, and the result says in how many.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from core.errors import InputError, OptionError
from core.models.seq2seq.generate import Progress, Tell, Written, write
from core.models.seq2seq.network import Seq2Seq, load_seq2seq
from core.models.seq2seq.splitting import parts_of
from core.text import languages
from core.text.detokenise import cleaned

BEAMS = 5
MOST_TOKENS = 400
"""As Politov et al. 2025 (arxiv.org/abs/2501.18750) have it for NLLB-200."""

_LEAST_TOKENS = 8
_BESIDE = 4
"""Start, code, tag and end, which stand beside what a phrase says."""


@dataclass(frozen=True, slots=True)
class Translation:
    """What became of one text.

    Args:
        text: its translation, "" only where `problem` says why.
        logp: sum over the sub-words of the translation and its end.
        tokens: how many these are.
        pieces: in how many parts the text was translated, 0 where there was nothing to translate.
        complete: whether every part was ended by the model and came out with words.
        problem: what is wrong with it, in words; "" where nothing is.
    """

    text: str
    logp: float = 0.0
    tokens: int = 0
    pieces: int = 1
    complete: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Translator:
    """A model that translates; `load_translator` makes it."""

    network: Seq2Seq

    @property
    def identity(self) -> str:
        """Return what tells its results from those of any other model or precision."""
        return self.network.identity

    def check(self, source_lang: str, target_lang: str) -> None:
        """Raise InputError, naming near codes, where it does not know one of two languages."""
        self.network.check(source_lang, target_lang)

    def check_both(self, source_lang: str, target_lang: str) -> None:
        """Raise InputError where it cannot translate each of two languages into both."""
        for given in (source_lang, target_lang):
            for wanted in (source_lang, target_lang):
                self.check(given, wanted)
        if self.network.codes.kind == "none" and self.network.prefix is None:
            raise InputError(
                f"model {self.network.located.name!r} is for one pair of languages; scores want "
                "one that translates both ways and each language into itself, such as NLLB-200"
            )

    @property
    def longest_phrase(self) -> int:
        """Return how many sub-words a phrase may have that is scored whole."""
        return self.network.room - _BESIDE

    def codes(self, source_lang: str, target_lang: str) -> tuple[str, str]:
        """Return its own codes of two languages, for as far as it is told them."""
        codes = self.network.codes
        source = codes.find(source_lang) if codes.both_sides else source_lang
        return source, codes.find(target_lang) or target_lang

    def translate(
        self,
        texts: Sequence[str],
        source_lang: str,
        target_lang: str,
        *,
        beams: int = BEAMS,
        most_tokens: int = MOST_TOKENS,
        progress: Progress | None = None,
        tell: Tell | None = None,
    ) -> list[Translation]:
        """Return a translation for each text, in order.

        An empty text, one of invisible characters only, and one that comes out empty, is a result
        that says so, no error. Invisible characters are not given to the model.

        Args:
            texts: one sentence each, as people write them.
            source_lang: of the texts, by any code.
            target_lang: of the translations, by any code.
            beams: width of the search.
            most_tokens: sub-words that are read or written at once; a longer text is split.
            progress: told how many parts are done and how many there are.
            tell: told where a batch had to be halved.

        Raises:
            InputError: the model does not know a language; names near ones.
            OptionError: `beams` or `most_tokens` is too low.
            ModelError: memory ran out over a single text.
        """
        _check(beams, most_tokens)
        self.check(source_lang, target_lang)
        network = self.network
        most = min(most_tokens, network.room)
        room = _room(network, source_lang, target_lang, most)
        plain = [cleaned(text) for text in texts]
        parts = [parts_of(text, network.size, room) if text else [] for text in plain]
        read = network.read([p for row in parts for p in row], source_lang, target_lang)
        found = write(
            network,
            read,
            target_lang,
            beams=beams,
            returned=1,
            most=most,
            progress=progress,
            tell=tell,
        )
        rest = iter(found)
        joint = " " if languages.spaced(target_lang) else ""
        return [_joined([next(rest)[0] for _ in row], joint) for row in parts]


def load_translator(model: str, *, prefix: str | None = None, legacy: bool = False) -> Translator:
    """Return a model that translates.

    How it is told its languages is found out from its tokeniser: FLORES codes (NLLB-200), two
    letters (M2M100), `de_DE` (mBART-50), a tag before the text (multilingual Marian, MADLAD), or
    nothing (Marian for one pair of languages).

    Args:
        model: a folder, or a hub's owner/name that is on this machine.
        prefix: text before every text, for models without codes, such as a T5.
        legacy: for an NLLB that was tuned when its tokeniser put the code behind the text.

    Raises:
        ModelError: there is no such model here, it is of another kind, or its weights are pickled.
    """
    return Translator(load_seq2seq(model, prefix=prefix, legacy=legacy))


def _check(beams: int, most_tokens: int) -> None:
    if not 1 <= beams <= 1000:
        raise OptionError(f"beams {beams}: write a number from 1 to 1000")
    if most_tokens < _LEAST_TOKENS:
        raise OptionError(f"most tokens {most_tokens}: write a number from {_LEAST_TOKENS} on")


def _room(network: Seq2Seq, source: str, target: str, most: int) -> int:
    """Return how many sub-words a part may have beside codes, prefix and end."""
    beside = len(network.read(["."], source, target)[0]) - network.size(".")
    if most - beside < _LEAST_TOKENS:
        raise OptionError(
            f"codes, prefix and end take {beside} sub-words, of {most} that are read at once; "
            "allow more sub-words or take a shorter prefix"
        )
    return most - beside


def _joined(parts: list[Written], joint: str) -> Translation:
    """Return the translation of a text from those of its parts."""
    if not parts:
        return Translation("", pieces=0, complete=False, problem="the text is empty")
    many = len(parts)
    empty = sum(not part.text for part in parts)
    cut = [part.tokens for part in parts if part.text and not part.complete]
    wrong = [f"{_some(empty, many)} came out empty"] if empty else []
    if cut:
        wrong.append(f"{_some(len(cut), many)} ran into the limit of {max(cut)} sub-words")
    return Translation(
        text=joint.join(part.text for part in parts if part.text),
        logp=sum(part.logp for part in parts),
        tokens=sum(part.tokens for part in parts),
        pieces=many,
        complete=not wrong,
        problem="; ".join(wrong),
    )


def _some(count: int, many: int) -> str:
    return f"{count} of {many} parts" if many > 1 else "the translation"
