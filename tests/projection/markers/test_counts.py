"""What came through and what was dropped, counted."""

from core.projection.markers import Account, LossReason, Lost, Recovered, account
from core.projection.markers.counts import WORDS

KEPT = Recovered(("a",), ())


def test_outcomes_are_counted_by_reason():
    found = account(
        [KEPT, Lost(LossReason.TYPES), KEPT, Lost(LossReason.COUNT), Lost("types-differ")]
    )
    assert found == Account(2, ((LossReason.COUNT, 1), (LossReason.TYPES, 2)))
    assert found.total == 5
    assert found.rows() == (
        ("sentences", 5),
        ("kept", 2),
        ("dropped: the types found are not those of the source", 2),
        ("dropped: markers are missing or too many", 1),
    )


def test_accounts_add_up():
    one = account([KEPT, Lost(LossReason.TYPES)])
    other = account([Lost(LossReason.COUNT), Lost(LossReason.TYPES)])
    both = Account(1, ((LossReason.COUNT, 1), (LossReason.TYPES, 2)))
    assert one + other == other + one == both
    assert one + Account() == one
    assert account([]) == Account()
    assert Account().rows() == (("sentences", 0), ("kept", 0))


def test_every_reason_has_words():
    assert list(WORDS) == list(LossReason)
