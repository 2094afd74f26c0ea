"""Every address that a part names as its source has its paper."""

import pytest

from core.cli.parts import shelves
from core.errors import UnknownNameError
from core.projection.references import REFERENCES, addresses, of_sources

SOURCES = [part.source for shelf in shelves() for part in shelf.parts()]


@pytest.mark.parametrize("source", sorted(set(SOURCES)))
def test_every_source_of_a_part_is_known(source) -> None:
    found = of_sources([source])
    assert {one.address for one in found} == set(addresses(source))


def test_no_paper_is_there_for_nothing() -> None:
    assert {one.address for one in of_sources(SOURCES)} == set(REFERENCES)


def test_keys_tell_papers_apart() -> None:
    assert len({one.key for one in REFERENCES.values()}) == len(REFERENCES)


def test_an_entry_is_bibtex() -> None:
    entry = REFERENCES["arxiv.org/abs/2210.12623"].bibtex()
    assert entry.startswith("@inproceedings{garcia-ferrero-etal-2022-model,\n  title = {{Model")
    assert "  author = {García-Ferrero, Iker and Agerri, Rodrigo and Rigau, German},\n" in entry
    assert entry.endswith("  url = {https://arxiv.org/abs/2210.12623},\n}")


def test_an_address_of_no_paper_is_refused() -> None:
    with pytest.raises(UnknownNameError, match=r"arxiv\.org/abs/0000\.00000"):
        of_sources(["Nobody 1999, arxiv.org/abs/0000.00000."])
