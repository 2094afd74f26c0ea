import pytest

from tests.postgres import Server
from tests.storage.breaking import break_often


@pytest.mark.parametrize("times", [3, pytest.param(40, marks=pytest.mark.soak)])
def test_a_server_that_breaks_costs_nothing_that_was_confirmed(
    server: Server, server_url: str, times: int
) -> None:
    confirmed, told = break_often(server, server_url, times=times, seed=times)
    assert confirmed >= times
    assert told >= 1
