"""Settings of all tests: laws run without a deadline, since a busy machine is no failure.

`HYPOTHESIS_PROFILE=nightly` gives every law a hundred times its examples (`make nightly`). What
models work out is kept in a file of the test run, so that no test sees what another run found.
"""

import os
import tempfile

import pytest
from hypothesis import is_hypothesis_test, settings

NIGHTLY = 100

os.environ.setdefault(
    "SILVERLENS_RESULTS", f"{tempfile.mkdtemp(prefix='silverlens-tests-')}/results.sqlite"
)

settings.register_profile("no-deadline", deadline=None)
settings.register_profile("nightly", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "no-deadline"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Multiply the examples of every law, those that name their own number too."""
    if os.environ.get("HYPOTHESIS_PROFILE") != "nightly":
        return
    laws = {getattr(item, "function", None) for item in items}
    for law in laws:
        if law is not None and is_hypothesis_test(law):
            # A profile cannot scale numbers that tests name themselves; nor can a second decorator.
            own = law._hypothesis_internal_use_settings
            law._hypothesis_internal_use_settings = settings(
                own, max_examples=NIGHTLY * own.max_examples
            )
