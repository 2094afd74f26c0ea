"""Published benchmarks in one run: resumable by language, beside the published figures."""

from core.pipeline.benchmark.board import Board, Line, board
from core.pipeline.benchmark.data import Checked, check_all, read_language
from core.pipeline.benchmark.kept import Kept
from core.pipeline.benchmark.parallel import Material, parallel_work
from core.pipeline.benchmark.protocols import PROTOCOLS, Protocol, protocol_named
from core.pipeline.benchmark.render import RENDERED, render
from core.pipeline.benchmark.run import Benchmark, run_benchmark
from core.pipeline.benchmark.work import Failure, Found, Scored, Standing, Work, of_outcomes

__all__ = [
    "PROTOCOLS",
    "RENDERED",
    "Benchmark",
    "Board",
    "Checked",
    "Failure",
    "Found",
    "Kept",
    "Line",
    "Material",
    "Protocol",
    "Scored",
    "Standing",
    "Work",
    "board",
    "check_all",
    "of_outcomes",
    "parallel_work",
    "protocol_named",
    "read_language",
    "render",
    "run_benchmark",
]
