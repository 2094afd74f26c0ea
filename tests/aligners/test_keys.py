import pytest

from core.aligners import Bitext, keys
from core.domain.alignment import Alignment
from core.domain.spec import PartSpec

SPEC = PartSpec("statistical", (("rounds", 4), ("threshold", 0.5)))
TEXT = (Bitext(("a", "\ud800"), ("b",), "en", "de"),)


def test_what_links_depend_on_changes_their_key() -> None:
    other = PartSpec("statistical", (("rounds", 5), ("threshold", 0.5)))
    found = [
        keys.learned(SPEC),
        keys.learned(other),
        keys.learned(SPEC, TEXT),
        keys.borrowed(SPEC, "one", [b"a"]),
        keys.borrowed(SPEC, "two", [b"a"]),
        keys.borrowed(SPEC, "one", [b"b"]),
        keys.borrowed(SPEC, "one", [b"a", b"b"]),
        keys.borrowed(other, "one", [b"a"]),
        keys.imported({"p": Alignment.of(1, 1, [(0, 0)])}),
        keys.imported({"p": Alignment(1, 1)}),
    ]
    assert len(set(found)) == len(found)
    assert keys.learned(SPEC, TEXT) == keys.learned(SPEC, iter(TEXT))


@pytest.mark.parametrize("name", ["a", " learned in b", "x learned in y", "ü\n", "imported"])
def test_the_project_that_a_model_came_from_is_read_off_the_key(name: str) -> None:
    assert keys.origin(keys.borrowed(SPEC, name, [b"m"])) == name


@pytest.mark.parametrize(
    "key", ["", "by hand", keys.learned(SPEC), keys.imported({}), "x learned in y"]
)
def test_other_keys_have_no_origin(key: str) -> None:
    assert keys.origin(key) is None


def test_a_model_is_known_by_its_languages() -> None:
    key = keys.of_model(keys.learned(SPEC), ("en", "de"))
    assert keys.is_model_of(key, ("en", "de"))
    assert not keys.is_model_of(key, ("de", "en"))
    assert not keys.is_model_of(key, ("n", "de"))
