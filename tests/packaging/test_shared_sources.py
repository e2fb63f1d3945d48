"""Handlers that share modules, written once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import pytest

from tests.packaging.handler_project import Project
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.packaging import SharedSources, fold_handlers, index_handler, read_source

Write = Callable[[dict[str, str]], Project]

SHOP = {
    "lambdas/contracts.py": """
        from enum import Enum


        class Status(Enum):
            OPEN = "open"


        def only_for_pay():
            return Status.OPEN


        def for_nobody():
            return None
    """,
    "lambdas/audit.py": """
        import os

        os.environ["AUDIT"] = "on"
    """,
    "lambdas/pay.py": """
        import os

        from lambdas.audit import os as _audited
        from lambdas.contracts import only_for_pay


        def handler(event, context):
            return [only_for_pay().value, os.environ["AUDIT"], _audited.name]
    """,
    "lambdas/store.py": """
        from lambdas.contracts import Status as Known


        def handler(event, context):
            return Known(event).value
    """,
}
PAY, STORE = "lambdas.pay.handler", "lambdas.store.handler"


def fold(project: Project, *handlers: str) -> SharedSources:
    return fold_handlers(handlers, read_source(project.root))


def run(text: str, event: str) -> str:
    """What the handler answers in a process of its own, as Lambda calls it."""
    call = f"{text}\nprint(handler({event!r}, None))"
    done = subprocess.run([sys.executable, "-c", call], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_each_module_is_written_once(project: Write) -> None:
    sources = fold(project(SHOP), PAY, STORE)
    assert sources.functions == {
        PAY: ("lambdas.audit", "lambdas.contracts", "lambdas.pay"),
        STORE: ("lambdas.contracts", "lambdas.store"),
    }
    assert sources.parts["lambdas.contracts"] == (
        "# lambdas/contracts.py\nfrom enum import Enum\n\n\n"
        'class Status(Enum):\n    OPEN = "open"\n\n\n'
        "def only_for_pay():\n    return Status.OPEN\n"
    )


def test_each_handler_runs_with_its_parts_only(project: Write) -> None:
    sources = fold(project(SHOP), PAY, STORE)
    assert run(sources.text(PAY), "x") == "['open', 'on', 'posix']"
    assert run(sources.text(STORE), "open") == "open"
    assert "AUDIT" not in sources.text(STORE)


def test_handlers_may_use_one_name_for_different_things(project: Write) -> None:
    """Both define `handler`: they meet in no source."""
    sources = fold(project(SHOP), PAY, STORE)
    assert sources.text(PAY).count("def handler(") == sources.text(STORE).count("def handler(") == 1


def test_annotations_stay_lazy_for_the_handlers_that_ask_for_it(project: Write) -> None:
    lazy = "from __future__ import annotations\n\n\ndef handler(event: Nowhere, context: Nothing):\n    return 1\n"
    sources = fold(project({**SHOP, "lambdas/lazy.py": lazy}), STORE, "lambdas.lazy.handler")
    assert sources.functions["lambdas.lazy.handler"] == ("__future__", "lambdas.lazy")
    assert "__future__" not in sources.functions[STORE]
    assert run(sources.text("lambdas.lazy.handler"), "x") == "1"


def test_a_clash_in_a_shared_module_is_told_once(project: Write) -> None:
    clash = "from lambdas.contracts import Status\n\n\ndef only_for_pay():\n    return Status\n\n\n"
    again = "def handler(event, context):\n    return only_for_pay()\n"
    written = project({**SHOP, "lambdas/a.py": clash + again, "lambdas/b.py": clash + again})
    with pytest.raises(FindingsError) as caught:
        fold(written, PAY, "lambdas.a.handler", "lambdas.b.handler")
    assert [str(finding.place) for finding in caught.value.findings] == ["lambdas/a.py:4:1", "lambdas/b.py:4:1"]


def test_the_faults_of_all_handlers_are_told_at_once(project: Write) -> None:
    with pytest.raises(FindingsError) as caught:
        fold(project(SHOP), "lambdas.pay.handle", "lambdas.stor.handler")
    assert [finding.code for finding in caught.value.findings] == ["WF605", "WF606"]


def test_lambda_calls_the_handler_in_index() -> None:
    assert index_handler("lambdas.shop.pay.on_event") == "index.on_event"
