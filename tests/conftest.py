"""What every test needs. `./dev test` chooses between the two ways below."""

import logging
import sys
import types
from pathlib import Path

import pytest
from hypothesis import settings

ADDON = "b2b_collections"
# The only reason for which a test may be skipped.
ACCEPTED_SKIP = "absent real data"


# How long an example takes says more of the machine than of the code.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")


def pytest_configure(config):
    if config.pluginmanager.hasplugin("odoo"):
        _tag_test_classes()
    else:
        _stand_in_for_odoo(Path(__file__).parents[1] / ADDON)


def _tag_test_classes():
    # Odoo tags test classes only in modules named odoo.addons.*
    from odoo.tests import BaseCase

    BaseCase.test_tags = {"standard", "at_install"}
    BaseCase.test_module = ADDON


def _stand_in_for_odoo(addon):
    """Let `odoo.addons.b2b_collections.core` be imported where there is no Odoo.

    Empty packages stand for the three above it, as the addon's own imports models.
    """
    for name, path in (
        ("odoo", []),
        ("odoo.addons", [str(addon.parent)]),
        (f"odoo.addons.{ADDON}", [str(addon)]),
    ):
        module = types.ModuleType(name)
        module.__path__ = path
        sys.modules[name] = module


@pytest.fixture(autouse=True)
def no_logged_error(caplog):
    """Fail on a logged ERROR, as Odoo's own runner does."""
    yield
    errors = [
        record.getMessage()
        for when in ("setup", "call")
        for record in caplog.get_records(when)
        if record.levelno >= logging.ERROR
    ]
    assert not errors, f"logged: {errors}"


def _unaccepted_skips(reporter):
    reasons = [
        f"{report.nodeid}: {report.longrepr[2]}"
        for report in reporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple)
    ]
    return [
        reason
        for reason in reasons
        if not reason.partition(": ")[2].startswith(f"Skipped: {ACCEPTED_SKIP}")
    ]


def pytest_sessionfinish(session):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter and _unaccepted_skips(reporter) and not session.exitstatus:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter):
    skips = _unaccepted_skips(terminalreporter)
    if skips:
        terminalreporter.section("skipped tests fail the run", red=True)
        for line in skips:
            terminalreporter.line(line)
