"""The lower half of the Progress page: entities by status and label, and the estimate of F1."""

from collections.abc import Mapping

import streamlit as st

from core.domain.decision import EntityStatus
from core.evaluation.intervals import Interval
from core.review.orders import Order, Sort
from core.review.progress import Figures, Survey, half_width, pairs_needed
from core.review.progress.survey import in_force
from core.review.sampling import RandomPart
from core.storage import ProjectInfo
from core.storage.labels import ordered
from core.text.plural import counted
from ui import cache
from ui.panels import tables
from ui.panels.projects import go_to_inspect
from ui.panels.text import plain

_ADVISED = (100, 400)
_FINE = 0.02
"""Half a width of F1 that is good enough to stop at."""


def show_entities(survey: Survey) -> None:
    """Show the entities of both sides by status and label."""
    source, target = st.columns(2, gap="large")
    with source:
        st.subheader("Source", anchor=False)
        _show_side(survey.source)
        if survey.unannotated:
            st.caption(
                f"{counted(survey.unannotated, 'pair')} came without source entities and got none."
            )
    with target:
        st.subheader("Target", anchor=False)
        _show_side(survey.target)


def _show_side(found: Mapping[tuple[EntityStatus, str], int]) -> None:
    labels = ordered({label for _, label in found})
    statuses = [s for s in EntityStatus if any(status is s for status, _ in found)]
    if not statuses:
        st.caption("There are none.")
        return
    rows = []
    for status in statuses:
        numbers = [found.get((status, label), 0) for label in labels]
        rows.append((str(status).replace("-", " "), (*numbers, sum(numbers))))
    tables.show_counts("status", (*labels, tables.unlike("all", labels)), rows, total="all")
    st.caption(
        f"{in_force(found):,} of them are in the corrected data: all that are not rejected and "
        "have a counterpart."
    )


def show_estimate(info: ProjectInfo, survey: Survey) -> None:
    """Show what the random part says of all pairs, or how to get there."""
    before, now = survey.before_review(), survey.as_it_stands()
    if before is None or now is None:
        few, many = (f"{number} give ±{100 * half_width(number):.0f}" for number in _ADVISED)
        st.markdown(
            "No pair at the start of a random order is done yet, and in any other order the pairs "
            "that come first are not like the rest. Choose random order on the Inspect page for an "
            f"estimate of F1 that stands for all pairs: with entities in each, {few} points at "
            f"worst and {many}."
        )
    else:
        _show_figures(info, before, now)
        _say_what_it_is_from(survey, survey.part)
        _say_what_would_do(before, survey)
    _say_what_is_left_out(survey)
    _offer_random_order(info, survey.part)


def _show_figures(info: ProjectInfo, before: Figures, now: Figures) -> None:
    base = info.layer(info.base)
    tables.show_words(
        "95 % interval",
        (f"{base.name if base else 'no method'}, before review", "corpus as it stands"),
        [
            ("precision", (_told(before.precision), _told(now.precision))),
            ("recall", (_told(before.recall), _told(now.recall))),
            ("F1", (_told(before.f1), _told(now.f1))),
        ],
    )


def _say_what_it_is_from(survey: Survey, part: RandomPart) -> None:
    parts = [f"{len(part.done):,} done"]
    if part.put_off:
        parts.append(f"{part.put_off:,} skipped or flagged, of which nothing is estimated")
    if part.excluded:
        parts.append(f"{part.excluded:,} excluded")
    rest = ""
    if survey.rest:
        rest = (
            f", and the other {survey.rest:,} are taken for as good as these were at first, which "
            "is too low where the most suspicious were checked before the rest"
        )
    st.caption(
        f"From {part.words}: {'; '.join(parts)}. They are a fair sample in whatever order they "
        "were reviewed. As it stands, pairs that were checked one by one are right"
        f"{rest}. Who checks what a method proposes is easily led by it, so that true figures may "
        "be lower."
    )


def _say_what_would_do(before: Figures, survey: Survey) -> None:
    needed = pairs_needed(before.f1, _FINE)
    if needed is not None and len(survey.sample) < needed < survey.pairs:
        st.caption(
            f"Some {needed:,} pairs in random order, in all, would bring F1 before review to "
            f"±{100 * _FINE:.0f} points."
        )


def _offer_random_order(info: ProjectInfo, part: RandomPart) -> None:
    """Offer to begin with the random part, or to go on at the pair that it ends before."""
    if part.stop is not None and st.button("Review in random order"):
        (pair,) = cache.workspace().search.ids(info.name, [part.stop])
        go_to_inspect(info.name, pair, order=str(Order(Sort.RANDOM, part.seed)))


def _say_what_is_left_out(survey: Survey) -> None:
    parts = (
        (survey.otherwise, "was done outside the random part", "were done outside the random part"),
        (survey.bulk, "was done in bulk", "were done in bulk"),
    )
    told = [f"{counted(n, 'pair')} {one if n == 1 else many}" for n, one, many in parts if n]
    if told:
        st.caption(
            plain(
                f"The estimate is not made from all: {'; '.join(told)}. The random part is what a "
                "random order begins with, up to the first pair that is open or was done in bulk."
            )
        )


def _told(figure: Interval) -> str:
    if figure.low is None or figure.high is None:
        return f"{100 * figure.value:.1f} % ({figure.why})"
    return f"{100 * figure.value:.1f} % ({100 * figure.low:.1f} to {100 * figure.high:.1f})"
