"""What stands around every page: name, icon, the way to the other pages, the room at the edges."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from ui import cache, door, loaded, state

ROOT = Path(__file__).parent.parent
_ICON = Path(__file__).parent / "icon.svg"
_FRAMED = "framed"
_STYLE = """
<style>
  .stMainBlockContainer { padding: 4.25rem 2.5rem 3rem; max-width: 1760px; margin: 0 auto; }
  .stMainBlockContainer .stHeading h1 { font-size: 2rem; padding: 0 0 .75rem; }
  .stMainBlockContainer .stHeading h2 { font-size: 1.25rem; padding: 1.25rem 0 .5rem; }
  .stHeading h3 { font-size: 1rem; padding: 0 0 1rem; overflow-wrap: anywhere; }
  .st-key-chips button {
    min-height: 1.75rem; padding: 0 .625rem; border-radius: 1rem; font-size: .85rem;
  }
  [data-testid="stLayoutWrapper"]:has(> .st-key-learning) {
    position: fixed; top: 0; right: 4rem; width: auto; height: 3.75rem; z-index: 999991;
    display: flex; align-items: center;
  }
  @media (max-width: 1150px) {
    [data-testid="stLayoutWrapper"]:has(> .st-key-learning) { position: static; height: auto; }
  }
  [data-testid="stLayoutWrapper"]:has(> .st-key-account) {
    position: fixed; top: 0; right: 4rem; width: auto; height: 3.75rem; z-index: 999992;
    display: flex; align-items: center;
  }
  .st-key-account { height: 100%; justify-content: center; }
  .st-key-account button { min-height: 2rem; padding: 0 .625rem; max-width: 14rem; }
  .st-key-account button p {
    font-size: .85rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap;
  }
  body:has(.st-key-account) [data-testid="stLayoutWrapper"]:has(> .st-key-learning) {
    right: 19rem;
  }
  .st-key-learning { height: 100%; justify-content: center; }
  .st-key-learning p { font-size: .85rem; }
  .st-key-learning button { min-height: 1.75rem; padding: 0 .625rem; }
  .st-key-learning button p { font-size: .85rem; }
  .stMultiSelect [data-tag] { background: #2f5fd0; color: #fff; }
  .stToastContainer { top: auto; bottom: 1rem; }
  [data-testid="stCaptionContainer"] { opacity: .78; }
  button[kind="primary"]:enabled, button[kind="primary"]:enabled:focus {
    background: #2f5fd0; border-color: #2f5fd0; color: #fff;
  }
  button[kind="primary"]:enabled:hover { background: #274fae; border-color: #274fae; color: #fff; }
  .stTextArea textarea, .stTextInput input { unicode-bidi: plaintext; text-align: start; }
  [class*="st-key-words-rtl"] textarea { unicode-bidi: normal; direction: rtl; }
  .marked { display: flex; gap: .75rem; align-items: baseline; }
  .marked p { flex: 1; min-width: 0; margin: 0; line-height: 1.95; overflow-wrap: anywhere; }
  .marked-name { flex: none; width: 5.5rem; overflow-wrap: anywhere; }
  .marked-name { font-size: .875rem; opacity: .78; }
  .marked b {
    padding: .12rem .4rem; border: 1.5px solid color-mix(in srgb, currentColor 38%, transparent);
    border-radius: .35rem; font-weight: 400; box-decoration-break: clone;
    background: color-mix(in srgb, currentColor 5%, transparent);
  }
  .marked b.marked-other { border: 2px solid #4a7be6; background: rgb(74 123 230 / .16); }
  .marked b.marked-absent {
    border: 2px dashed color-mix(in srgb, currentColor 60%, transparent); background: none;
  }
  .marked small { margin-inline-end: .4rem; font-size: .7rem; font-weight: 650; }
  button[kind="borderlessIcon"]:focus-visible { outline: 2px solid #2f5fd0; outline-offset: 2px; }
</style>
"""
"""Primary buttons and chips have one blue in light and dark: white words on a dark theme's pale
accent could not be read, and so were captions, paler than text may be. Toasts stand at the bottom,
where they hide no button. Small buttons of Streamlit's own show when they have the focus."""

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "Methods": ("Run", "Compare", "Learn"),
        "Together": ("Team", "Guideline"),
        "Versions": ("History", "Stale", "Releases"),
    }
)
"""Pages that stand in a menu, by what people do there; every other page is one click away."""

_HERE = """
<style>
  [data-testid="stTopNav"] > :nth-child({number}) [data-testid="stTopNavSection"] {{
    -webkit-text-stroke: .45px currentColor;
    background: color-mix(in srgb, currentColor 9%, transparent);
  }}
</style>
"""
_NARROW = "<style>.stMainBlockContainer { max-width: 1080px; }</style>"


def begin() -> StreamlitPage:
    """Return the page that the URL asks for, after drawing what stands around it."""
    loaded.keep()
    st.set_page_config(page_title="SilverLens", page_icon=_ICON, layout="wide")
    st.html(_STYLE)
    state.keep(_FRAMED, value=True)
    state.person()  # what the address says of it is kept, whatever the page asks
    return _find_page(shown=door.lets_in(cache.opened()))


def enter(*, wide: bool = False) -> None:
    """Make sure that the page stands in its frame; to be called first on every page.

    A server that has just started runs a page that somebody links to straight from the `pages`
    folder, without app.py. Naming the pages here makes it run app.py from now on.

    Args:
        wide: take all the room there is; forms and lists are easier to read with less.
    """
    if not state.recall(_FRAMED, default=False):
        _find_page()
        st.rerun()
    if not wide:
        st.html(_NARROW)
    door.pass_through(cache.opened())


def _find_page(*, shown: bool = False) -> StreamlitPage:
    found = sorted((ROOT / "pages").glob("[0-9]*_*.py"))
    pages = _grouped(found)
    page = st.navigation(pages, position="top" if shown else "hidden")
    _mark_menu(pages, page)
    return page


def _mark_menu(pages: Mapping[str, Sequence[StreamlitPage]], page: StreamlitPage) -> None:
    """Have the menu of the page that is shown look like the link of a page that is shown."""
    for number, menu in enumerate(GROUPS, start=len(pages[""]) + 1):
        if page in pages[menu]:
            st.html(_HERE.format(number=number))


def _grouped(found: Sequence[Path]) -> dict[str, list[StreamlitPage]]:
    """Return the pages by the menu that they stand in, "" for those that stand in none."""
    menus = {name: menu for menu, names in GROUPS.items() for name in names}
    pages: dict[str, list[StreamlitPage]] = {"": [], **{menu: [] for menu in GROUPS}}
    for path in found:
        pages[menus.get(path.stem.partition("_")[2], "")].append(st.Page(path))
    return pages
