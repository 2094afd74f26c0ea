"""The words of one pair: changed by hand, or an older version brought back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import streamlit as st

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.same_words import kept
from core.domain.spec import short_hash
from core.errors import ConflictError, CoreError
from core.review import update
from core.review.updated import Updated
from core.storage import ProjectInfo, Workspace
from core.text.languages import direction
from ui import allowed, cache, state
from ui.panels import marks, more
from ui.panels.text import plain

_BEGUN = "words begun"


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a person changes.

    Args:
        of: name of the project, its time of creation and the id of the pair.
        fields: the pair that the fields began from.
        seen: the pair that they have read last.
    """

    of: tuple[str, str, str]
    fields: Pair
    seen: Pair


def offer(info: ProjectInfo) -> None:
    """Offer, within the menu, to change the words of the pair that is shown."""
    why_not = allowed.why_not(info.name, "Moves.settle")  # which a change of words ends with
    if more.chosen("Words of this pair", ":material/edit_note:", why_not=why_not):
        state.keep(_BEGUN, None)
        st.dialog("Words of this pair", width="large")(ask)(info, state.get("pair"))


def ask(info: ProjectInfo, pair_id: str) -> None:
    """Ask for other words, and offer the older versions."""
    try:
        now = cache.workspace().pair(info.name, pair_id).pair
        begun = _begun(info, now)
        st.markdown(
            "One word (token) a line, exactly as it is to stand. Decisions that touch no changed "
            "word stay; the others are listed as stale."
        )
        if now != begun.seen:
            _show_newer(info, begun, now)
        left, right = st.columns(2)
        pair = begun.seen
        with left:
            source = _ask("Source", begun.fields, begun.fields.source)
        with right:
            target = _ask("Target", begun.fields, begun.fields.target)
        if st.button("Change the words", type="primary", disabled=not (source and target)):
            new = replace(
                pair, source=_with(pair.source, source), target=_with(pair.target, target)
            )
            _say(lambda: update.edit(*_here(info), new, state.person(), seen=pair))
        _offer_older(info, now, seen=pair)
    except CoreError as error:
        st.error(plain(str(error)))


def _begun(info: ProjectInfo, now: Pair) -> _Begun:
    """Return what was begun on a pair; where nothing was, it begins from the words of now."""
    of = (info.name, info.created, now.id)
    begun: _Begun | None = state.held(_BEGUN)
    if begun is None or begun.of != of:
        begun = _Begun(of, now, now)
        state.keep(_BEGUN, begun)
    return begun


def _here(info: ProjectInfo) -> tuple[Workspace, str]:
    return cache.workspace(), info.name


def _show_newer(info: ProjectInfo, begun: _Begun, now: Pair) -> None:
    """Show what somebody else has made of the pair since, and the ways on."""
    last = cache.workspace().revisions.read(info.name, now.id)[0]
    who = f"{last.person or 'Somebody'} has changed this pair meanwhile ({last.reason})."
    st.warning(plain(f"{who} It stands like this now:"))
    for side, sentence in (("Source", now.source), ("Target", now.target)):
        marks.show(sentence, marks.of(sentence.entities or ()), name=side)
    ways = (
        ("Mine goes on top of it: I have read it", replace(begun, seen=now)),
        ("Begin again from it", replace(begun, fields=now, seen=now)),
    )
    for column, (label, then) in zip(st.columns(2), ways, strict=True):
        column.button(label, on_click=state.keep, args=(_BEGUN, then), width="stretch")


def _offer_older(info: ProjectInfo, now: Pair, *, seen: Pair) -> None:
    found = cache.workspace().revisions.read(info.name, now.id)
    older = [one for one in found if one.pair != now]
    if older:
        st.subheader("Older versions", anchor=False)
    for one in older:
        when = one.time.replace("T", " ")[:16]
        st.caption(plain(f"until {when} UTC, changed by {one.person} ({one.reason})"))
        for side, sentence in (("Source", one.pair.source), ("Target", one.pair.target)):
            marks.show(sentence, marks.of(sentence.entities or ()), name=side)
        if st.button("Bring back", key=f"back {one.number}"):
            back = partial(update.bring_back, *_here(info), now.id, one.number, state.person())
            _say(partial(back, seen=seen))


def _ask(label: str, pair: Pair, sentence: Sentence) -> tuple[str, ...]:
    """Return the words given, one a line; lines that are wholly empty are none."""
    words = "\n".join(sentence.tokens)
    key = f"words {label} {short_hash(words)} {pair.id}"  # other words are another field
    with st.container(key=f"words-{direction(sentence.lang)}-{label}"):
        text = st.text_area(label, value=words, height=280, key=key)
    return tuple(line for line in text.split("\n") if line)


def _with(sentence: Sentence, tokens: tuple[str, ...]) -> Sentence:
    """Return a sentence with other words, its entities kept where all their words are."""
    if sentence.entities is None:
        return replace(sentence, tokens=tokens)
    same = kept(sentence.tokens, tokens)
    found: list[Entity] = [e for own in sentence.entities if (e := same.entity(own)) is not None]
    return replace(sentence, tokens=tokens, entities=tuple(found))


def _say(act: Callable[[], Updated]) -> None:
    """Do it and say what came of it; what is typed stays where it meets a newer change."""
    try:
        found = act()
    except ConflictError as error:
        st.error(plain(f"Not changed: {error}. What you typed is still here."))
        return
    if found.nothing:
        st.info("The words are as they were.")
        return
    st.toast(plain(found.words_for_people))
    state.drop_queue()
    st.rerun()
