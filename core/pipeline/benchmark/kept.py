"""The folder of a benchmark: one file a language, written whole, and the tables beside them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import MALFORMED, StorageError
from core.evaluation.spans import Report, Score
from core.pipeline.benchmark.protocols import Protocol
from core.pipeline.benchmark.work import Scored
from core.storage.files import read_bytes, write_atomically
from core.storage.workfolder import open_workfolder

MARK = "benchmark.json"
FORMAT = "silverlens-benchmark-1"


class Kept:
    """What was worked out before, by language.

    Raises StorageError where the folder holds something else, or another benchmark.
    """

    def __init__(self, folder: str | Path, protocol: Protocol) -> None:
        mark = _dump({"format": FORMAT, "protocol": protocol.name})
        self.folder = open_workfolder(folder, mark=MARK, content=mark)
        if read_bytes(self.folder / MARK) != mark:
            raise StorageError(
                f"{folder} holds another benchmark than {protocol.name}; name another folder"
            )

    def load(self, language: str) -> dict[str, Scored]:
        """Return what is there of a language, by method; nothing where it was never finished."""
        path = self._path(language)
        if not path.is_file():
            return {}
        try:
            value = json.loads(read_bytes(path))
            return {name: _from_plain(row) for name, row in value["methods"].items()}
        except MALFORMED as error:
            raise StorageError(
                f"{path} is not as it was written ({error}); delete it, and the language is run "
                "again"
            ) from None

    def save(self, language: str, rows: Mapping[str, Scored]) -> None:
        """Write what was worked out of a language, whole or not at all."""
        methods = {name: _to_plain(rows[name]) for name in sorted(rows)}
        self.write(self._path(language).name, _dump({"language": language, "methods": methods}))

    def write(self, name: str, content: bytes) -> None:
        """Write a file of the folder, whole or not at all; leave one that is the same alone."""
        path = self.folder / name
        if not path.is_file() or read_bytes(path) != content:
            write_atomically(path, content)

    def _path(self, language: str) -> Path:
        return self.folder / f"language.{language}.json"


def plain_score(score: Score) -> dict[str, Any]:
    """Return a score with the counts behind it."""
    return {
        "precision": score.precision,
        "recall": score.recall,
        "f1": score.f1,
        "right": score.tp,
        "gold": score.n_gold,
        "predicted": score.n_predicted,
    }


def plain_figures(row: Scored) -> dict[str, Any]:
    """Return what was found, without how long it took: the same whenever it is run."""
    return {
        "key": row.key,
        "sentences": row.sentences,
        "failed": row.failed,
        "reasons": dict(sorted(row.reasons.items())),
        "proj_ratio": row.report.ratio,
        "overall": plain_score(row.report.overall),
        "per_type": {label: plain_score(s) for label, s in sorted(row.report.per_type.items())},
        "halves": {half: plain_score(score) for half, score in row.halves.items()},
    }


def _to_plain(row: Scored) -> dict[str, Any]:
    return {**plain_figures(row), "seconds": round(row.seconds, 3)}


def _from_plain(value: Mapping[str, Any]) -> Scored:
    report = Report(
        _score(value["overall"]),
        {str(label): _score(score) for label, score in value["per_type"].items()},
        float(value["proj_ratio"]),
    )
    return Scored(
        str(value["key"]),
        report,
        int(value["sentences"]),
        int(value["failed"]),
        {str(reason): int(count) for reason, count in value["reasons"].items()},
        float(value["seconds"]),
        {str(half): _score(score) for half, score in value["halves"].items()},
    )


def _score(value: Mapping[str, Any]) -> Score:
    return Score(int(value["right"]), int(value["gold"]), int(value["predicted"]))


def _dump(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()
