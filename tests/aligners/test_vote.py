from dataclasses import dataclass

import pytest

from core.aligners import ALIGNERS, Bitext
from core.aligners.vote import Vote
from core.domain.alignment import Alignment, Link
from core.errors import OptionError, UnknownNameError
from tests.aligners.worlds import corpus, right_links

PAIR = Bitext(("a", "b", "c"), ("x", "y", "z"))


@dataclass(frozen=True)
class Fixed:
    """An aligner that always says the same, and keeps what it was asked."""

    alignment: Alignment
    asked: list

    def align(self, pairs, *, training=(), progress=None):
        self.asked.append((len(pairs), len(training)))
        if progress:
            progress("fixed", 0, len(pairs))
        return [self.alignment for _ in pairs]


def fixed(*links, src=(), tgt=()):
    return Fixed(Alignment(3, 3, tuple(Link(*link) for link in links), src, tgt), [])


def voted(members, shares, min_share=0.5):
    found = Vote(tuple(members), shares, min_share).align([PAIR])[0]
    return [tuple(link) for link in found.links]


def make(**options):
    part = ALIGNERS.get("vote")
    return part.make(**part.configure(options))


@pytest.mark.parametrize(
    ("links", "shares", "min_share", "expected"),
    [
        (([], []), (0.5, 0.5), 0.01, []),
        (([(0, 0)], [(0, 0)]), (0.5, 0.5), 0.5, [(0, 0, 1.0)]),
        (([(0, 0)], [(1, 1)]), (0.5, 0.5), 0.5, [(0, 0, 0.5), (1, 1, 0.5)]),
        (([(0, 0)], [(1, 1)]), (0.5, 0.5), 0.51, []),
        (([(0, 0)], [(1, 1)]), (0.75, 0.25), 0.5, [(0, 0, 0.75)]),
        # A link without a probability counts 1, others what they say.
        (([(0, 0, 0.4)], [(0, 0)]), (0.5, 0.5), 0.5, [(0, 0, 0.7)]),
        (([(0, 0, 0.0)], [(0, 1, 0.9)]), (0.5, 0.5), 0.01, [(0, 1, 0.45)]),
        (([(2, 0, 0.6), (0, 2, 0.6)], [(2, 0, 0.8)]), (0.5, 0.5), 0.6, [(2, 0, 0.7)]),
    ],
)
def test_table(links, shares, min_share, expected):
    assert voted((fixed(*one) for one in links), shares, min_share) == expected


def test_many_equal_shares_still_make_one():
    assert voted([fixed((0, 0))] * 3, (1 / 3,) * 3, 1.0) == [(0, 0, 1.0)]
    assert voted([fixed((0, 0))] * 7, (1 / 7,) * 7, 1.0) == [(0, 0, 1.0)]


def test_unseen_is_what_no_member_sees():
    members = fixed(src=(0, 1), tgt=(2,)), fixed(src=(1, 2), tgt=(0,))
    found = Vote(members, (0.5, 0.5), 0.5).align([PAIR])[0]
    assert (found.unseen_src, found.unseen_tgt) == ((1,), ())


def test_each_member_is_asked_once_and_tells_how_far_it_is():
    members = fixed((0, 0)), fixed((1, 1))
    told = []
    Vote(members, (0.5, 0.5), 0.5).align(
        [PAIR] * 4, training=[PAIR] * 2, progress=lambda *step: told.append(step)
    )
    assert [member.asked for member in members] == [[(4, 2)], [(4, 2)]]
    assert told == [("fixed", 0, 4)] * 2


def test_no_pairs():
    assert make().align([]) == []


def test_one_member_alone_changes_nothing_but_the_cut():
    pairs = corpus(150)
    alone = ALIGNERS.get("statistical").make().align(pairs)
    found = make(members="statistical", weights="", min_share=0.01).align(pairs)
    for a, b in zip(alone, found, strict=True):
        assert [k[:2] for k in a.links] == [k[:2] for k in b.links]
        assert [k.p for k in a.links] == pytest.approx([k.p for k in b.links], abs=1e-6)


def test_the_default_learns_and_adds_names_it_has_not_learned():
    pairs = corpus(300, seed=1)
    named = Bitext((*pairs[0].source, "Ouagadougou"), (*pairs[0].target, "Ouagadougou"), "xa", "xb")
    found = make().align([named], training=pairs)[0]
    last = len(named.source) - 1, len(named.target) - 1
    assert right_links(pairs[0]) | {last} <= {link[:2] for link in found.links}


@pytest.mark.parametrize(
    ("options", "error", "message"),
    [
        ({"members": " "}, OptionError, "name at least one aligner"),
        ({"members": "statistical nix"}, UnknownNameError, "unknown aligner 'nix'; known: "),
        ({"members": "fuzzy vote"}, OptionError, "vote cannot be a member of itself"),
        ({"members": "fuzzy simalign"}, OptionError, "simalign needs a model folder"),
        ({"members": "fuzzy fuzzy"}, OptionError, "fuzzy is named twice; give it a weight"),
        ({"members": "fuzzy same-word"}, OptionError, "'2 1 1' .* each of the 2 members; leave"),
        ({"weights": "1 x 1"}, OptionError, "'1 x 1' is not numbers with spaces between"),
        ({"weights": "1 0 1"}, OptionError, "not a number above 0"),
        ({"weights": "1 nan 1"}, OptionError, "not a number above 0"),
        ({"weights": "1 inf 1"}, OptionError, "not a number above 0"),
        ({"min_share": 0}, OptionError, "min_share"),
    ],
)
def test_bad_options(options, error, message):
    with pytest.raises(error, match=message):
        make(**options)
