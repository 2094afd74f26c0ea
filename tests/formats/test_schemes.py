import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.domain.entity import Entity
from core.errors import TagError, UnknownNameError
from core.formats import schemes
from tests.formats import worlds


@given(st.data(), st.sampled_from(schemes.SCHEMES))
def test_every_scheme_reads_back_what_it_wrote(data, scheme: str) -> None:
    length = data.draw(st.integers(1, 8))
    entities = data.draw(worlds.entities(length))
    tags = schemes.encode(entities, length, scheme)
    assert schemes.faults(tags, scheme) == ()
    assert schemes.decode(tags, scheme) == entities


@given(st.data(), st.sampled_from(schemes.SCHEMES))
def test_a_scheme_is_found_or_another_that_says_the_same(data, scheme: str) -> None:
    lengths = data.draw(st.lists(st.integers(1, 8), min_size=1, max_size=3))
    worlds_ = [data.draw(worlds.entities(n)) for n in lengths]
    tags = [schemes.encode(e, n, scheme) for e, n in zip(worlds_, lengths, strict=True)]
    found = schemes.detect(tags)
    assert found.faults == 0
    assert [schemes.decode(t, found.scheme) for t in tags] == worlds_ or scheme in found.others


tag = st.sampled_from(["O", "B-X", "I-X", "E-X", "S-X", "L-X", "U-X", "B-Y", "I-Y", "E-Y"])


@given(st.lists(tag, max_size=8), st.sampled_from(schemes.SCHEMES))
def test_any_tags_can_be_repaired_in_both_ways(tags: list[str], scheme: str) -> None:
    begin = schemes.decode(tags, scheme, repair="begin")
    drop = schemes.decode(tags, scheme, repair="drop")
    assert set(drop) <= set(begin)
    if not schemes.faults(tags, scheme):
        assert begin == drop == schemes.decode(tags, scheme)
    else:
        with pytest.raises(TagError):
            schemes.decode(tags, scheme)


@given(st.lists(st.sampled_from(["O", "B-X", "I-X", "B-Y", "I-Y"]), max_size=8))
def test_begin_is_what_seqeval_does(tags: list[str]) -> None:
    from seqeval.metrics.sequence_labeling import get_entities

    ours = [(e.label, e.start, e.end - 1) for e in schemes.decode(tags, "iob2", repair="begin")]
    assert ours == get_entities(tags)


@pytest.mark.parametrize(
    ("scheme", "tags", "spans"),
    [
        ("iob1", "I-X I-X B-X O I-Y", "0-2X 2-3X 4-5Y"),
        ("iob1", "I-X I-Y", "0-1X 1-2Y"),
        ("iob2", "B-X I-X B-X O", "0-2X 2-3X"),
        ("iob2", "B-product-device I-product-device", "0-2product-device"),
        ("bioes", "B-X I-X E-X S-X O", "0-3X 3-4X"),
        ("bilou", "B-X L-X U-Y", "0-2X 2-3Y"),
        ("ioe2", "I-X E-X E-X O", "0-2X 2-3X"),
        ("ioe1", "I-X E-X I-X O", "0-2X 2-3X"),
    ],
)
def test_schemes_by_hand(scheme: str, tags: str, spans: str) -> None:
    found = schemes.decode(tags.split(), scheme)
    assert " ".join(f"{e.start}-{e.end}{e.label}" for e in found) == spans


@pytest.mark.parametrize(
    ("scheme", "tags", "token", "what"),
    [
        ("iob2", "O I-X", 1, "'I-X' continues no entity"),
        ("iob2", "B-X I-Y", 1, "'I-Y' continues no entity"),
        ("iob2", "B-X E-X", 1, "'E-X' is no tag of this scheme"),
        ("iob2", "O S-X", 1, "'S-X' is not how this scheme begins an entity"),
        ("iob2", "E-X", 0, "'E-X' ends no entity"),
        ("iob1", "O B-X", 1, "'B-X' is not how this scheme begins an entity"),
        ("bioes", "B-X I-X O", 1, "'I-X' is the last of its entity and no E- ends it"),
        ("bioes", "O E-X", 1, "'E-X' ends no entity"),
        ("bilou", "B-X O", 0, "'B-X' is the last of its entity and no L- ends it"),
        ("bilou", "S-X", 0, "'S-X' is not how this scheme begins an entity"),
        ("ioe2", "I-X O", 0, "'I-X' is the last of its entity and no E- ends it"),
        ("ioe1", "I-X E-X O", 0, "'I-X' is not how this scheme spells an entity"),
        ("iob2", "O PER", 1, "'PER' is no tag"),
        ("iob2", "B-", 0, "'B-' is no tag"),
        ("iob2", "b-PER", 0, "'b-PER' is no tag"),
    ],
)
def test_a_fault_says_where_and_what(scheme: str, tags: str, token: int, what: str) -> None:
    (fault,) = schemes.faults(tags.split(), scheme)
    assert (fault.token, fault.what) == (token, what)


@pytest.mark.parametrize(
    ("files", "scheme"),
    [
        (["O O"], "iob2"),
        (["B-X I-X", "O I-X"], "iob2"),
        (["I-X I-X O I-Y"], "iob1"),
        (["I-X B-X", "I-Y"], "iob1"),
        (["B-X E-X O S-Y"], "bioes"),
        (["B-X L-X O U-Y"], "bilou"),
        (["I-X E-X E-Y"], "ioe2"),
        (["S-X"], "bioes"),
    ],
)
def test_detect_by_hand(files: list[str], scheme: str) -> None:
    assert schemes.detect([row.split() for row in files]).scheme == scheme


def test_both_repairs_side_by_side() -> None:
    tags = ["O", "I-X", "I-X", "B-Y", "I-X"]
    assert schemes.repaired(tags, "iob2", "begin") == ("O", "B-X", "I-X", "B-Y", "B-X")
    assert schemes.repaired(tags, "iob2", "drop") == ("O", "O", "O", "B-Y", "O")


def test_what_is_no_tag_is_never_repaired() -> None:
    with pytest.raises(TagError, match="'PER' is no tag"):
        schemes.decode(["PER"], repair="begin")


def test_an_unknown_scheme_lists_the_known_ones() -> None:
    with pytest.raises(UnknownNameError, match="bilou, bioes, iob1"):
        schemes.decode(["O"], "iobes")


def test_labels_keep_their_hyphens() -> None:
    assert schemes.decode(["S-a-b"], "bioes") == (Entity(0, 1, "a-b"),)
