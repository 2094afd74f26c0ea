"""The form of a new run: what there is, what is to be done with it, and what that needs."""

from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from core.errors import CoreError, InputError
from core.pipeline.apart import apart
from core.pipeline.runs import desk, look, offers
from core.pipeline.runs.config import RunConfig
from core.pipeline.runs.fields import MODELS, PARALLEL, SETTINGS, TRANSLATE_TEST, TRANSLATE_TRAIN
from core.text import languages
from core.text.flores import flores_code
from core.text.plural import counted
from ui import cache, state
from ui.panels import run_draft, run_methods, run_models, run_needs
from ui.panels.run_draft import FILE, SAMPLE, TYPED
from ui.panels.text import marked, plain

_SETTING_NAMES = {
    TRANSLATE_TEST: "Sentences in the new language",
    TRANSLATE_TRAIN: "Labelled sentences in a rich language",
    PARALLEL: "Both sides",
}
_HINTS = {
    TRANSLATE_TEST: "One sentence a line (.txt), CoNLL, or pairs (.jsonl), whose target counts.",
    TRANSLATE_TRAIN: "CoNLL or pairs (.jsonl) with entities; plain text (.txt) with a tagger.",
    PARALLEL: "Pairs (.jsonl). Two files of one sentence a line: import them on Projects.",
}
_PLACEHOLDERS = {
    TRANSLATE_TEST: "Amina Yusuf ta shiga Jami'ar Nairobi a 1998.",
    TRANSLATE_TRAIN: "[PER Amina Yusuf] joined the [ORG University of Nairobi] in 1998.",
    PARALLEL: "[PER Amina Yusuf] left Kano. ||| Amina Yusuf verließ Kano.",
}
_LONGEST = 300
_STYLE = """
<style>
  .run-first { width: 100%; border-collapse: collapse; table-layout: fixed; font-size: .9rem; }
  .run-first th, .run-first td {
    border: 0; border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent);
    padding: .4rem .75rem .4rem 0; text-align: start; vertical-align: top; overflow-wrap: anywhere;
  }
  .run-first th { font-weight: 600; }
</style>
"""
Text = tuple[str, bytes]


def say_what_it_is() -> None:
    """Say what a run is."""
    st.markdown(
        "From sentences to projected data in one go: translated, tagged, aligned, projected. "
        "A run goes on when this page is closed, and can be stopped and resumed."
    )


def ask(runs: Path) -> str:
    """Return the name of the run that was started, "" as long as none was."""
    reasons: list[str] = []
    say_what_it_is()
    st.header("What there is", anchor=False)
    setting = _ask_setting(runs)
    languages_ = _ask_languages(setting)
    st.header("Text", anchor=False)
    text = _ask_text(setting, *languages_)
    seen = _look(setting, *languages_, text, reasons) if text else None
    if text is None:
        reasons.append("bring the text")
    st.header("Models", anchor=False)
    values = run_models.ask(setting, runs)
    st.header("Methods", anchor=False)
    values |= run_methods.ask(setting, values)
    values |= run_models.ask_more(setting, runs)
    reasons += _lacking(setting, languages_, values, seen)
    st.header("Name", anchor=False)
    title, project = _ask_name(languages_, text, reasons)
    config = _config(setting, languages_, values, project, reasons)
    st.header("What it needs", anchor=False)
    run_needs.show_models(_named(values), runs, reasons)
    if config is not None and text is not None:
        run_needs.show_times(config, text)
    return _ask_start(runs, title, config, text, reasons)


def _ask_setting(runs: Path) -> str:
    """Return what there is; at first what can be done with the models on this machine."""
    translators = offers.choices("translation.model", "", runs)
    usual = TRANSLATE_TEST if any(one.here for one in translators) else PARALLEL
    first, key = run_draft.lasting("setting", usual)
    chosen: str = st.radio(
        "What there is",
        list(SETTINGS),
        index=list(SETTINGS).index(first),
        format_func=_SETTING_NAMES.__getitem__,
        captions=list(SETTINGS.values()),
        label_visibility="collapsed",
        key=key,
    )
    return chosen


def _ask_languages(setting: str) -> tuple[str, str]:
    usual = {"source_lang": "en", "target_lang": "de" if setting == PARALLEL else "ha"}
    names = {"source_lang": "Source language", "target_lang": "Target language"}
    about = {
        "source_lang": "The language in which entities are known or can be found.",
        "target_lang": "The language that is to get them.",
    }
    found = []
    for column, name in zip(st.columns(2), names, strict=True):
        first, key = run_draft.lasting(name, usual[name])
        codes = run_draft.first(languages.codes(), first)
        chosen = column.selectbox(
            names[name],
            codes,
            format_func=_language,
            accept_new_options=True,
            help=f"{about[name]} A code that is not listed can be typed, such as hau_Latn.",
            key=key,
            on_change=run_draft.mean,
            args=(name, {code: languages.name(code) for code in codes}),
        )
        found.append((chosen or "").strip())
    return found[0], found[1]


def _language(code: str) -> str:
    name = languages.name(code)
    return code if name == code else f"{name} ({code})"


def _ask_text(setting: str, source: str, target: str) -> Text | None:
    """Return name and content of the text; None where there is none yet."""
    first, key = run_draft.lasting("from", FILE)
    way = st.segmented_control(
        "Text",
        [FILE, TYPED, SAMPLE],
        default=first,
        required=True,
        label_visibility="collapsed",
        key=key,
    )
    if way == FILE:
        return _ask_file(setting)
    try:
        if way == SAMPLE:
            found = look.sample(setting, target)
            st.caption("Sentences that come with the program, in seven languages.")
            return found
        return _ask_typed(setting, source, target)
    except CoreError as error:
        st.warning(plain(str(error)))
        return None


def _ask_file(setting: str) -> Text | None:
    upload = st.file_uploader(
        "File",
        type=look.SUFFIXES[setting],
        help=_HINTS[setting],
        key=run_draft.key("file"),
        on_change=_take_file,
    )
    st.caption(_HINTS[setting])
    file, content = run_draft.text()
    if not file:
        return None
    if upload is None:
        st.markdown(f":material/description: {plain(file)}, {run_draft.size(content)}")
    return file, content


def _take_file() -> None:
    upload = state.held(run_draft.key("file"))
    if upload is None:
        run_draft.keep_text("", b"")
    else:
        run_draft.keep_text(upload.name, upload.getvalue())


def _ask_typed(setting: str, source: str, target: str) -> Text | None:
    first, key = run_draft.lasting("typed", "")
    typed = st.text_area(
        "Sentences, one a line",
        value=first,
        placeholder=_PLACEHOLDERS[setting],
        height=160,
        help=None
        if setting == TRANSLATE_TEST
        else "Mark entities as [LABEL words]. Without any mark, a tagger finds them.",
        key=key,
    )
    if not typed.strip():
        return None
    asked = setting, source, target, typed
    return state.once("run pasted", asked, "Reading", lambda: apart(look.pasted, *asked))


def _look(
    setting: str, source: str, target: str, text: Text, reasons: list[str]
) -> look.Look | None:
    """Return what is in the text after showing it; what is wrong with it is one of the reasons."""
    asked = setting, source, target, *text
    if not (source and target):
        return None
    try:
        found = state.once("run looked at", asked, "Reading", lambda: apart(look.look, *asked))
    except CoreError as error:
        st.error(plain(str(error)))
        reasons.append("mend the text")
        return None
    st.markdown(plain(_in_words(found)))
    _show_first(found, source, target)
    return found


def _in_words(found: look.Look) -> str:
    labels = ", ".join(f"{label} {count:,}" for label, count in found.labels)
    known = f" Entities: {labels}." if labels else ""
    return f"{counted(found.sentences, 'sentence')}, {counted(found.words, 'word')}.{known}"


def _show_first(found: look.Look, source: str, target: str) -> None:
    """Show the first sentences as they are: no letter of theirs is markup, or becomes a link."""
    langs = (source, target)
    there = [k for k in (0, 1) if found.first[0][k] is not None]
    head = "".join(f'<th scope="col">{escape(_language(langs[k]))}</th>' for k in there)
    rows = []
    for both in found.first:
        sentences = [both[k] for k in there]
        told = (_shortened(marked(one, one.entities or ())) for one in sentences if one is not None)
        rows.append("".join(f'<td dir="auto">{escape(words)}</td>' for words in told))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    st.html(f'{_STYLE}<table class="run-first"><tr>{head}</tr>{body}</table>')
    if found.sentences > len(found.first):
        st.caption(f"The first {len(found.first)} of {found.sentences:,}.")


def _shortened(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"


def _lacking(
    setting: str, langs: tuple[str, str], values: dict[str, Any], seen: look.Look | None
) -> list[str]:
    """Return what is missing, each as something to do."""
    found = []
    if not all(langs):
        found.append("choose both languages")
    if setting != PARALLEL and not values["translator"]:
        found.append("choose a translation model")
    if not values.get("source_tagger"):
        if setting == TRANSLATE_TEST:
            found.append("choose a tagger for the source")
        elif seen is not None and not seen.labelled:
            found.append("choose a tagger for the source, whose entities nobody marked")
    if setting != PARALLEL and "nllb" in str(values["translator"]).casefold() and all(langs):
        for lang in langs:
            try:
                flores_code(lang)
            except InputError as error:
                found.append(f"choose another language: {error}")
    return found


def _ask_name(langs: tuple[str, str], text: Text | None, reasons: list[str]) -> tuple[str, str]:
    """Return the name of the run, and that of its project or ""."""
    file = text[0] if text else "run"
    taken = cache.workspace().names()
    stem = Path(file).name.partition(".")[0] or "run"
    usual = run_draft.free(f"{stem} {langs[1]}".strip(), taken)
    first, key = run_draft.lasting("name", "")
    typed = st.text_input(
        "Name",
        value=first,
        placeholder=usual,
        max_chars=200,
        label_visibility="collapsed",
        key=key,
    )
    title = " ".join(typed.split()) or usual
    checked, key = run_draft.lasting("becomes", usual=True)
    becomes = st.checkbox(
        "Make a project of it, so that every step can be looked at on Inspect",
        value=checked,
        key=key,
    )
    if becomes and title in taken:
        reasons.append("choose another name: there is a project of this name")
    return title, title if becomes else ""


def _named(values: dict[str, Any]) -> dict[str, str]:
    """Return the models that were chosen, by key of a run's file."""
    found = {field.key: values.get(field.attribute, "") for field in MODELS}
    if "aligner" in values:
        found["aligner.model"] = str(dict(values["aligner"].options).get("model", ""))
    return {key: name for key, name in found.items() if name}


def _config(
    setting: str,
    langs: tuple[str, str],
    values: dict[str, Any],
    project: str,
    reasons: list[str],
) -> RunConfig | None:
    """Return the run, its text left open; None where it cannot be one yet."""
    given = dict(zip(("source_lang", "target_lang"), langs, strict=True))
    try:
        return run_draft.made(
            {**values, **given, "text": "text", "setting": setting, "project": project}
        )
    except CoreError as error:
        if not reasons:
            reasons.append(str(error))
        return None


def _ask_start(
    runs: Path, title: str, config: RunConfig | None, text: Text | None, reasons: list[str]
) -> str:
    ready = config is not None and text is not None and not reasons
    go = st.button("Start", type="primary", disabled=not ready, icon=":material/play_arrow:")
    if reasons:
        st.caption(plain("Before it can start: " + "; ".join(dict.fromkeys(reasons)) + "."))
    if not (go and config is not None and text is not None):
        return ""
    name = desk.make(runs, title, config, *text)
    desk.start(desk.find(runs, name), cache.workspace().url)
    run_draft.forget("name")
    return name
