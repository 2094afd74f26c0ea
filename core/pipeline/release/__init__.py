"""Releases: a named, frozen state of a project with all that a paper says of it."""

from core.pipeline.release.bibliography import bibtex
from core.pipeline.release.freeze import Citation, freeze
from core.pipeline.release.latex import table
from core.pipeline.release.rebuild import Rebuilt, again, rebuild
from core.pipeline.release.words import methods

__all__ = [
    "Citation",
    "Rebuilt",
    "again",
    "bibtex",
    "freeze",
    "methods",
    "rebuild",
    "table",
]
