"""DocBin files that were changed by others, and the time that many Docs take."""

import zlib

import pytest
import srsly
from spacy.tokens import DocBin
from spacy.vocab import Vocab
from srsly.msgpack import msgpack_encoders

from core.domain.decision import PairStatus
from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.errors import FormatError
from core.formats import docbin, spanned
from core.formats.outgoing import Row


def rows(count: int) -> list[Row]:
    source = Sentence(("Ada", "lives"), (Entity(0, 1, "PER"),), "en")
    target = Sentence(("Ada", "lebt", "北"), (Entity(0, 1, "PER"),), "de")
    pairs = (Pair(f"p{k}", source, target, extra={"n": k}) for k in range(count))
    return [Row(pair, PairStatus.DONE, None) for pair in pairs]


def changed(user_data: object) -> bytes:
    """Return a file of two Docs with other values beside them."""
    message = srsly.msgpack_loads(zlib.decompress(docbin.write(rows(2))))
    return zlib.compress(srsly.msgpack_dumps({**message, "user_data": user_data}))


def test_spacy_reads_what_is_beside_a_doc() -> None:
    given = rows(3)
    data = docbin.write(given)
    docs = list(DocBin(store_user_data=True).from_bytes(data).get_docs(Vocab()))
    assert [[token.text for token in doc] for doc in docs] == [["Ada", "lebt", "北"]] * 3
    assert [list(doc.user_data) for doc in docs] == [["pair"]] * 3
    assert list(docbin.read(data)) == [spanned.wanted(row) for row in given]


@pytest.mark.parametrize(
    "user_data",
    [
        [b"\x81", b"\x80"],  # cut off
        [srsly.msgpack_dumps({}) * 2, b""],  # two values beside the first, none beside the second
        [b"\xc1", b"\x80"],
        ["text", "text"],
        [1, 2],
    ],
)
def test_what_is_beside_a_doc_cannot_slip_to_another(user_data: object) -> None:
    with pytest.raises(FormatError, match="no DocBin"):
        list(docbin.read(changed(user_data)))


@pytest.mark.parametrize("user_data", [[None, None], [], [srsly.msgpack_dumps({})]])
def test_a_doc_with_nothing_beside_it_has_no_source(user_data: object) -> None:
    with pytest.raises(FormatError, match="what its source is"):
        list(docbin.read(changed(user_data)))


def test_plug_ins_are_looked_for_once_and_not_once_a_doc(monkeypatch) -> None:
    asked: list[object] = []
    registry = type(msgpack_encoders)
    find = registry.get_all

    def counted(own: object) -> object:
        asked.append(own)
        return find(own)

    monkeypatch.setattr(registry, "get_all", counted)
    numbers = []
    for count in (2, 20):
        asked.clear()
        assert len(list(docbin.read(docbin.write(rows(count))))) == count
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] > 0
