"""The words of one pair: changed by hand, or an older version brought back."""

from dataclasses import replace

import streamlit as st

from core.domain.entity import Entity
from core.domain.pair import Pair, Sentence
from core.domain.same_words import kept
from core.errors import CoreError
from core.review import update
from core.storage import ProjectInfo
from core.text.languages import direction
from ui import allowed, cache, state
from ui.panels import marks, more
from ui.panels.text import plain


def offer(info: ProjectInfo) -> None:
    """Offer, within the menu, to change the words of the pair that is shown."""
    why_not = allowed.why_not(info.name, "Moves.settle")  # which a change of words ends with
    if more.chosen("Words of this pair", ":material/edit_note:", why_not=why_not):
        st.dialog("Words of this pair", width="large")(ask)(info, state.get("pair"))


def ask(info: ProjectInfo, pair_id: str) -> None:
    """Ask for other words, and offer the older versions."""
    workspace = cache.workspace()
    try:
        pair = workspace.pair(info.name, pair_id).pair
        st.markdown(
            "One word (token) a line, exactly as it is to stand. Decisions that touch no changed "
            "word stay; the others are listed as stale."
        )
        left, right = st.columns(2)
        with left:
            source = _ask("Source", pair, pair.source)
        with right:
            target = _ask("Target", pair, pair.target)
        if st.button("Change the words", type="primary", disabled=not (source and target)):
            new = replace(
                pair, source=_with(pair.source, source), target=_with(pair.target, target)
            )
            _say(update.edit(workspace, info.name, new, state.person()))
        older = workspace.revisions.read(info.name, pair_id)
        if older:
            st.subheader("Older versions", anchor=False)
        for one in older:
            when = one.time.replace("T", " ")[:16]
            by = f"until {when} UTC, changed by {one.person} ({one.reason})"
            st.caption(plain(by))
            for side, sentence in (("Source", one.pair.source), ("Target", one.pair.target)):
                marks.show(sentence, marks.of(sentence.entities or ()), name=side)
            if st.button("Bring back", key=f"back {one.number}"):
                back = update.bring_back(workspace, info.name, pair_id, one.number, state.person())
                _say(back)
    except CoreError as error:
        st.error(plain(str(error)))


def _ask(label: str, pair: Pair, sentence: Sentence) -> tuple[str, ...]:
    """Return the words given, one a line; lines that are wholly empty are none."""
    with st.container(key=f"words-{direction(sentence.lang)}-{label}"):
        text = st.text_area(
            label, value="\n".join(sentence.tokens), height=280, key=f"words {label} {pair.id}"
        )
    return tuple(line for line in text.split("\n") if line)


def _with(sentence: Sentence, tokens: tuple[str, ...]) -> Sentence:
    """Return a sentence with other words, its entities kept where all their words are."""
    if sentence.entities is None:
        return replace(sentence, tokens=tokens)
    same = kept(sentence.tokens, tokens)
    found: list[Entity] = [e for own in sentence.entities if (e := same.entity(own)) is not None]
    return replace(sentence, tokens=tokens, entities=tuple(found))


def _say(found: update.Updated) -> None:
    if found.nothing:
        st.info("The words are as they were.")
        return
    st.toast(plain(found.words_for_people))
    state.drop_queue()
    st.rerun()
