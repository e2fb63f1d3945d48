"""Where in a user's Python a value was made."""

import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from workflow_dsl.source import CallSite, Place, capture

INSIDE = """
from workflow_dsl.source import capture

class Step:
    def __init__(self, *args, **kwargs):
        self.site = capture("made_up_package")
"""

USER = """
from made_up_package.steps import Step

één = Step("Wait"); two = Step(
    "Charge",
    timeout=3,
    catch=[Step("a"), Step("b", to="Refuse")],
    tags={"team": "payments"},
)
"""


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """A module of a user that makes steps of a package."""
    package = ModuleType("made_up_package")
    steps = ModuleType("made_up_package.steps")
    exec(INSIDE, steps.__dict__)
    monkeypatch.setitem(sys.modules, "made_up_package", package)
    monkeypatch.setitem(sys.modules, "made_up_package.steps", steps)
    file = tmp_path / "flow.py"
    file.write_text(USER, encoding="utf-8")
    module = ModuleType("flow")
    exec(compile(USER, str(file), "exec"), module.__dict__)
    return module


def _at(place: Place) -> tuple[int, int]:
    return place.line, place.column


def test_a_call_has_its_line_and_column_counted_in_characters(user: ModuleType) -> None:
    assert _at(user.één.site.place) == (4, 7)
    assert _at(user.two.site.place) == (4, 27)
    assert user.two.site.place.file.endswith("flow.py")


def test_an_argument_has_its_own_place(user: ModuleType) -> None:
    assert _at(user.two.site.argument("timeout")) == (6, 5)
    assert _at(user.two.site.argument(0)) == (5, 5)


def test_a_place_inside_of_an_argument_is_found_as_far_as_the_source_shows_it(user: ModuleType) -> None:
    site = user.two.site
    assert _at(site.argument("catch", 1)) == (7, 23)
    assert _at(site.argument("catch", 1, "to")) == (7, 33)
    assert _at(site.argument("tags", "team")) == (8, 11)
    assert _at(site.argument("catch", 7)) == (7, 5)
    assert _at(site.argument("timeout", "unit")) == (6, 5)


def test_an_argument_that_was_not_written_has_the_place_of_the_call(user: ModuleType) -> None:
    assert user.two.site.argument("retry") == user.two.site.place
    assert user.two.site.argument(4) == user.two.site.place


def test_a_source_that_is_gone_still_gives_the_call() -> None:
    scope: dict[str, Any] = {"__name__": "gone", "capture": capture}
    exec(compile("site = capture()\n", "<string>", "exec"), scope)
    site: CallSite = scope["site"]
    assert site.argument("timeout") == site.place == Place("<string>", 1, 8)


def test_a_source_that_changed_since_gives_the_call(tmp_path: Path) -> None:
    file = tmp_path / "changed.py"
    scope: dict[str, Any] = {"__name__": "changed", "capture": capture, "site": None}
    exec(compile("site = (lambda **_: capture('nothing'))(timeout=1)\n", str(file), "exec"), scope)
    file.write_text("site = (\n", encoding="utf-8")
    assert scope["site"].argument("timeout").line == 1


def test_a_place_is_shown_relative_to_a_folder_around_it() -> None:
    place = Place("/project/definitions/flow.py", 3, 5)
    assert str(place.relative_to("/project")) == "definitions/flow.py:3:5"
    assert str(place.relative_to("/project/infra")) == "/project/definitions/flow.py:3:5"
    assert str(Place("flow.py", 3, 5).relative_to("/project")) == "flow.py:3:5"
