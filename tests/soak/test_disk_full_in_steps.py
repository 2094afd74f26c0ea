"""A disk without room in the midst of bigger steps: said in words, the old or the new, no rest."""

import random
from pathlib import Path

import pytest

from core.errors import CoreError
from core.storage.doctor import examine
from tests.soak import steps
from tests.soak.stepping import BY_AND_BY, Place
from tests.soak.steps import STEPS
from tests.storage.faults import NEVER, faults

pytestmark = pytest.mark.soak
TRIES = 10


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.__name__)
def test_full_in_the_midst_of_a_step(tmp_path: Path, step) -> None:
    place = Place(f"sqlite:///{tmp_path}/ws.sqlite", tmp_path)
    chance = random.Random(step.__name__)
    place.again()
    old = steps.seen(place.url)
    with faults().full_from(NEVER):
        step(place.url, tmp_path)
        writes = faults().count
    new = steps.seen(place.url)
    for nth in sorted({1, *(chance.randint(1, writes) for _ in range(TRIES))} if writes else ()):
        doom = f"{step.__name__}: full from write {nth} of {writes}"
        place.again()
        said = refused(place, step, nth)
        assert not said or "free some space" in said, (doom, said)
        here = steps.seen(place.url)
        assert here in (old, new) or step.__name__ in BY_AND_BY, doom
        assert said or here == new, doom
        assert steps.staged(place.url) == 0, doom
        assert examine(place.url) == (), doom


def refused(place: Place, step, nth: int) -> str:
    """Return what is said where the disk is full from the n-th write on; "" where it has room."""
    try:
        with faults().full_from(nth):
            step(place.url, place.folder)
    except CoreError as error:
        return str(error)
    return ""
