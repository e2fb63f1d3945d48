"""Declarations: frozen, placed, and refused with what to write instead."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import Field, ValidationError

from workflow_dsl.declaration import Declaration, collecting
from workflow_dsl.diagnostics import FindingsError


class _Pause(Declaration):
    """A declaration to try things on."""

    name: str = Field(description="a name in quotes")
    time: timedelta = Field(timedelta(seconds=1), description="timedelta(seconds=1)")


# Untyped, as a user without a type checker writes.
Pause: Any = _Pause


def test_a_declaration_knows_where_each_argument_was_written() -> None:
    pause = Pause(
        "first",
        time=timedelta(seconds=2),
    )

    here = pause.place()
    assert (here.file, here.column) == (__file__, 13)
    assert pause.place("name").line == here.line + 1
    assert pause.place("time").line == here.line + 2
    assert pause.place("unknown") == here


def test_a_declaration_cannot_be_changed() -> None:
    pause = Pause("first")

    with pytest.raises(ValidationError, match="frozen"):
        pause.name = "second"


def test_a_copy_is_checked_and_placed_as_what_is_declared() -> None:
    pause = Pause("first", time=timedelta(seconds=2))

    again = pause.model_copy(update={"name": "second"})

    assert (again.name, again.time) == ("second", timedelta(seconds=2))
    assert again.place().line == pause.place().line + 2
    with pytest.raises(FindingsError, match="_Pause has no argument tme; did you mean time"):
        pause.model_copy(update={"tme": timedelta(seconds=3)})
    with pytest.raises(FindingsError, match=r"_Pause\.time"):
        pause.model_copy(update={"time": "soon"})


def test_two_declarations_are_never_the_same() -> None:
    first, second = Pause("one"), Pause("one")

    assert first != second
    assert len({first, second, first}) == 2


def test_a_declaration_without_a_value_can_be_printed() -> None:
    assert str(Pause("one")) == "name='one' time=datetime.timedelta(seconds=1)"


def test_a_wrong_argument_is_refused_at_once_where_nobody_collects() -> None:
    with pytest.raises(FindingsError, match="_Pause has no argument tme; did you mean time"):
        Pause("first", tme=1)


def test_a_refused_declaration_goes_on_with_what_was_right() -> None:
    with collecting() as findings:
        pause = Pause("first", time="soon", extra=1)

    assert [finding.code for finding in findings] == ["WF103", "WF103"]
    assert pause.name == "first"
    assert pause.time == timedelta(seconds=1)
    assert pause.place().file == __file__


def test_collecting_ends_with_its_block() -> None:
    with collecting():
        Pause()
    with pytest.raises(FindingsError):
        Pause()
