"""Vectors of words in their sentence: hidden states of one layer of any encoder of transformers.

A sentence with more sub-words than the encoder takes is read in overlapping windows of whole words;
each word's vectors come from the window in which it stands most central.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.models.batches import in_batches
from core.models.hidden import Encoder, Pieces, encoder
from core.models.located import locate
from core.models.windows import Span, fitting, most_central, windows


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """The sub-words of one sentence.

    Args:
        vectors: one row a sub-word, special ones left out, shape (sub-words, width).
        words: position of the token that each sub-word belongs to, ascending, shape (sub-words,).
        unseen: positions of tokens that were not read, or not whole: without a sub-word, or with
            more than the encoder takes at once, of which the first ones are here.
    """

    vectors: NDArray[np.float32]
    words: NDArray[np.int64]
    unseen: tuple[int, ...] = ()

    def averaged(self) -> "Encoded":
        """Return the sentence with one vector a token, the mean of its sub-words."""
        if not len(self.words):
            return self
        words, starts, counts = np.unique(self.words, return_index=True, return_counts=True)
        sums = np.add.reduceat(self.vectors, starts, axis=0)
        means = (sums / counts[:, None]).astype(np.float32)
        return Encoded(means, words, self.unseen)


NOTHING = Encoded(np.zeros((0, 1), dtype=np.float32), np.zeros(0, dtype=np.int64))
"""What there is of a sentence without tokens."""


def encode(
    model: str,
    sentences: Sequence[Sequence[str]],
    *,
    layer: int,
    languages: Sequence[str] | None = None,
    remedy: str = "",
    progress: Callable[[int, int], None] | None = None,
    tell: Callable[[str], None] | None = None,
) -> list[Encoded]:
    """Return the sub-word vectors of tokenised sentences, in order; equal sentences share theirs.

    Args:
        model: folder or hub's name of an encoder, or of a translation model, whose encoder is used.
        sentences: tokens; an empty sentence gives no vectors.
        layer: hidden layer, 0 for the embeddings before the first, -1 for the last.
        languages: of each sentence; a translation model reads every sentence under its code.
        remedy: what else would be right where there is no such model.
        progress: told how many windows are done, and how many there are.
        tell: told in words where memory ran out and a batch was halved.

    Raises:
        ModelError: no such model on this machine, no such layer in it, or none that aligns.
        InputError: it lacks a language; names near ones.
    """
    reader = encoder(locate(model, remedy=remedy))
    depth = reader.layer(layer)
    codes = _codes(reader, sentences, languages)
    keys = [(tuple(tokens), code) for tokens, code in zip(sentences, codes, strict=True)]
    wanted = [key for key in dict.fromkeys(keys) if key[0]]
    read = _read_all(reader, wanted)
    rows = [row for k, one in enumerate(read) for row in one.rows(k)]

    def work(places: Sequence[int]) -> list[NDArray[np.float32]]:
        states = reader.states([rows[p].ids for p in places], depth)
        return [
            one[rows[p].skip : rows[p].skip + rows[p].size].copy()
            for p, one in zip(places, states, strict=True)
        ]

    found = in_batches([len(row.ids) for row in rows], work, progress=progress, tell=tell)
    parts: list[list[NDArray[np.float32]]] = [[] for _ in read]
    for row, part in zip(rows, found, strict=True):
        parts[row.sentence].append(part)
    made = {key: one.joined(own) for key, one, own in zip(wanted, read, parts, strict=True)}
    return [made.get(key, NOTHING) for key in keys]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """What goes through the encoder as one: a window of a sentence between its special sub-words.

    Args:
        sentence: number of the sentence.
        ids: of the sub-words.
        skip: special ones in front.
        size: sub-words of the sentence.
    """

    sentence: int
    ids: NDArray[np.int64]
    skip: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class _Read:
    """A sentence as the encoder takes it.

    Args:
        pieces: sub-words that are read.
        spans: its windows.
        unseen: tokens that are not read, or not whole.
    """

    pieces: Pieces
    spans: list[Span]
    unseen: tuple[int, ...]

    def rows(self, sentence: int) -> list[_Row]:
        """Return one row a window."""
        before, ids, after, _ = self.pieces
        return [
            _Row(sentence, np.concatenate((before, ids[a:b], after)), len(before), b - a)
            for a, b in self.spans
        ]

    def joined(self, parts: Sequence[NDArray[np.float32]]) -> Encoded:
        """Return the sentence, put together from the vectors of its windows."""
        words = self.pieces.words
        if not parts:
            return Encoded(NOTHING.vectors, words, self.unseen)
        if len(parts) == 1:
            return Encoded(parts[0], words, self.unseen)
        chosen = most_central(words, self.spans)
        vectors = np.empty((len(words), parts[0].shape[1]), dtype=np.float32)
        for k, ((a, b), part) in enumerate(zip(self.spans, parts, strict=True)):
            own = chosen[a:b] == k
            vectors[a:b][own] = part[own]
        return Encoded(vectors, words, self.unseen)


def _read_all(reader: Encoder, wanted: Sequence[tuple[tuple[str, ...], str]]) -> list[_Read]:
    """Return the sentences as sub-words, those of one language code at a time."""
    found: dict[int, _Read] = {}
    for code in dict.fromkeys(code for _, code in wanted):
        places = [k for k, (_, own) in enumerate(wanted) if own == code]
        texts = [readable(wanted[k][0]) for k in places]
        for k, pieces in zip(places, reader.pieces(texts, code), strict=True):
            found[k] = _read(pieces, len(wanted[k][0]), reader.room(pieces))
    return [found[k] for k in range(len(wanted))]


def _read(pieces: Pieces, tokens: int, room: int) -> _Read:
    stays = fitting(pieces.words, room)
    whole = set(pieces.words.tolist()) - set(pieces.words[~stays].tolist())
    unseen = tuple(k for k in range(tokens) if k not in whole)
    kept = pieces._replace(ids=pieces.ids[stays], words=pieces.words[stays])
    return _Read(kept, windows(kept.words, room), unseen)


def readable(tokens: Sequence[str]) -> list[str]:
    """Return tokens that a tokeniser can read: halves of characters become a replacement sign."""
    return [
        token
        if token.isascii()
        else token.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        for token in tokens
    ]


def _codes(
    reader: Encoder, sentences: Sequence[Sequence[str]], languages: Sequence[str] | None
) -> list[str]:
    """Return the model's own code of each sentence's language, "" where it has no use for one."""
    if reader.codes is None:
        return [""] * len(sentences)
    given = ["und"] * len(sentences) if languages is None else list(languages)
    known = {lang: reader.codes.find(lang) for lang in dict.fromkeys(given)}
    return [known[lang] for lang in given]
