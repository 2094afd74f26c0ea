"""The methods paragraph of a paper, written from what a release counted."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from core.pipeline.release.agreed import in_words
from core.pipeline.release.bibliography import references
from core.text.languages import name as language
from core.text.plural import counted

_PERCENT = 100


def methods(manifest: Mapping[str, Any]) -> str:
    """Return a paragraph in plain English; every number in it stands in the manifest."""
    told = [_data(manifest), *_method(manifest), _people(manifest), _quality(manifest)]
    return " ".join([*told, *in_words(manifest), _files(manifest), *_papers(manifest)])


def f1_in_words(figure: Mapping[str, Any]) -> str:
    """Return a figure with its interval, in percent: `91.2 (95 % interval 88.0 to 94.1)`."""
    value = _percent(figure["value"])
    if figure["low"] is None:
        return f"{value} (too few pairs for an interval)"
    return f"{value} (95 % interval {_percent(figure['low'])} to {_percent(figure['high'])})"


def entities(manifest: Mapping[str, Any], *statuses: str) -> int:
    """Return how many target entities have one of these statuses."""
    counted = manifest["counts"]["target"]
    return sum(sum(counted.get(status, {}).values()) for status in statuses)


def _data(manifest: Mapping[str, Any]) -> str:
    pairs = counted(manifest["pairs"], "sentence pair")
    listed = _and(
        f"{language(source)} to {language(target)} ({count:,})"
        for source, target, count in manifest["languages"]
    )
    labels = ", ".join(manifest["labels"])
    return (
        f"Release {manifest['name']} of project {manifest['project']} has {pairs}: {listed}; "
        f"labels are {labels}."
    )


def _method(manifest: Mapping[str, Any]) -> Iterable[str]:
    base = next((layer for layer in manifest["layers"] if layer["base"]), None)
    if base is None:
        yield "No method was run over them."
        return
    parts = _parts(json.loads(base["spec"])) if base["spec"] else ""
    made = f" ({parts})" if parts else ""
    yield (
        f"Entities were projected from the source to the target sentences with the method "
        f"{base['name']}{made}, as implemented in SilverLens "
        f"{manifest['software']['silverlens']}; its layer has the hash {base['content_hash']}."
    )
    others = dict.fromkeys(layer["name"] for layer in manifest["layers"] if not layer["base"])
    if others:
        yield f"For comparison, {_and(others)} {_were(len(others))} run as well."


def _parts(spec: Mapping[str, Any]) -> str:
    """Return in words what a method is made of."""
    told = [f"word aligner {spec['aligner']['part']}"] if "aligner" in spec else []
    if spec.get("candidates"):
        told.append(f"candidates {_and(part['part'] for part in spec['candidates'])}")
    if spec.get("scores"):
        scores = (f"{part['part']} with weight {part.get('weight', 1)}" for part in spec["scores"])
        told.append(f"score {_and(scores)}")
    for key in ("matcher", "heuristic", "combiner"):
        if key in spec:
            told.append(f"{key} {spec[key]['part']}")
    if spec.get("members"):
        told.append(f"over {counted(len(spec['members']), 'method')}")
    return ", ".join(told)


def _people(manifest: Mapping[str, Any]) -> str:
    counts = manifest["counts"]
    decided = sum(counts["people"].values())
    if not decided:
        return "Nobody has reviewed them."
    done = counts["pairs"]["done"]
    kept, mended = entities(manifest, "accepted"), entities(manifest, "corrected")
    added, gone = entities(manifest, "added"), entities(manifest, "rejected")
    return (
        f"{counted(len(counts['people']), 'person', 'people')} reviewed them in "
        f"{counted(decided, 'decision')}; {counted(done, 'pair')} {_were(done)} done. Of the "
        f"target entities {kept:,} were accepted as they stood, {mended:,} corrected, {added:,} "
        f"added and {gone:,} rejected."
    )


def _quality(manifest: Mapping[str, Any]) -> str:
    quality = manifest["quality"]
    base = next((layer for layer in manifest["layers"] if layer["base"]), None)
    figures = quality["layers"].get(base["content_hash"]) if base else None
    if figures is None:
        return f"There is {quality['words']}."
    return (
        f"On {quality['words']}, of which {counted(quality['pairs'], 'pair')} "
        f"{_were(quality['pairs'])} checked one by one, the projection before any correction "
        f"reached a precision of {f1_in_words(figures['precision'])}, a recall of "
        f"{f1_in_words(figures['recall'])} and an F1 of {f1_in_words(figures['f1'])}."
    )


def _files(manifest: Mapping[str, Any]) -> str:
    conll = manifest["exports"]["conll"]
    statuses = _and(manifest["statuses"])
    return (
        f"The data exported are the pairs that are {statuses}: {counted(conll['pairs'], 'pair')} "
        f"with {counted(conll['entities'], 'entity', 'entities')} (CoNLL, SHA-256 "
        f"{conll['sha256']})."
    )


def _papers(manifest: Mapping[str, Any]) -> Iterable[str]:
    found = references(manifest)
    if found:
        cited = "; ".join(f"{one.authors[0].split(',')[0]} {one.year}" for one in found)
        yield f"The parts of the methods are after {cited}."
    if manifest["licence"]:
        yield f"The data are under the licence {manifest['licence']}."
    if manifest["cite"]:
        yield f"Cite them as: {manifest['cite']}"


def _percent(share: float) -> str:
    return f"{share * _PERCENT:.1f}"


def _were(number: int) -> str:
    return "was" if number == 1 else "were"


def _and(items: Iterable[str]) -> str:
    *first, last = list(items) or ["none"]
    return f"{', '.join(first)} and {last}" if first else last
