"""Faults and cases as values: their texts, the matrix and its samples, and how a failure is made smaller."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from workflow_dsl.pipeline.run import RunInputError
from workflow_dsl.testing.chaos import (
    Case,
    CaseTextError,
    ChaosSetup,
    Invariant,
    Outcome,
    OutsideFault,
    PointFault,
    Whole,
    read_case,
)
from workflow_dsl.testing.chaos.again import again
from workflow_dsl.testing.chaos.evidence import check_outcomes, check_whole
from workflow_dsl.testing.chaos.names import check_reached, tell_unreached
from workflow_dsl.testing.chaos.plan import Family, plan
from workflow_dsl.testing.chaos.rehearsal import Points
from workflow_dsl.testing.chaos.runner import run_again_what_missed
from workflow_dsl.testing.chaos.shrink import shrink, smaller_cases

CHARGE = "Charge.http.POST.1.after"
STORE = "Store.dynamodb.PutItem.1.before"
ASK = "Charge.http.GET.1.before"
POINTS = Points(
    {"Charge.entry": Case(), CHARGE: Case(), STORE: Case(), ASK: Case((OutsideFault("lost"),))},
    settling=("Settle.entry", "Settle.exit"),
)


def setup(**more: Any) -> ChaosSetup:
    return ChaosSetup(
        new_input=lambda seed, number: {"id": f"{seed}-{number}"},
        key=lambda given: str(given["id"]),
        invariants=(),
        outside={"lost": lambda double, key: None, "down": lambda double, key: None},
        **more,
    )


@pytest.mark.parametrize(
    "text",
    [
        "nothing",
        f"crash:{CHARGE}:once",
        f"hang:{STORE}:always duplicates:3",
        "throttle:Store.dynamodb.PutItem.1:once outside:lost beside:other",
        "door:api",
    ],
)
def test_a_case_is_what_its_text_says(text: str) -> None:
    assert str(read_case(text)) == text


@pytest.mark.parametrize("text", ["explode:a.b:once", "crash:a.b", "crash:a.b:twice", "crash::once", "duplicates:x"])
def test_a_text_that_is_no_case_is_refused_with_what_to_write(text: str) -> None:
    with pytest.raises(CaseTextError, match="outside:NAME"):
        read_case(text)


def test_every_point_is_broken_in_every_way_once_and_always_alone_and_with_duplicates() -> None:
    families = {family.name: family.cases for family in plan(setup(), POINTS, 1000, 1).families}
    wanted = {
        f"{action}:{point}:{times}"
        for point in POINTS.hosts
        for action in ("crash", "raise", "hang")
        for times in ("once", "always")
    }
    for name in ("every point", "every point, three duplicates"):
        assert {str(case.faults[-1]) for case in families[name]} == wanted
    assert {case.duplicates for case in families["every point, three duplicates"]} == {3}


def test_a_point_that_only_some_work_reaches_is_broken_in_such_work() -> None:
    families = {family.name: family.cases for family in plan(setup(), POINTS, 1000, 1).families}
    asking = [case for case in families["every point"] if str(case.faults[-1]).split(":")[1] == ASK]
    assert len(asking) == 6
    assert all(case.faults[0] == OutsideFault("lost") for case in asking)


def test_only_calls_of_aws_are_throttled() -> None:
    families = {family.name: family.cases for family in plan(setup(), POINTS, 1000, 1).families}
    points = {
        fault.point for case in families["throttled AWS"] for fault in case.faults if isinstance(fault, PointFault)
    }
    assert points == {"Store.dynamodb.PutItem.1"}


@pytest.mark.parametrize("work", [600, 1500])
def test_a_whole_matrix_is_filled_up_to_the_work_that_was_asked_for(work: int) -> None:
    assert sum(len(family.cases) for family in plan(setup(), POINTS, work, 1).families) == work


def test_a_sample_has_something_of_every_family() -> None:
    whole, part = plan(setup(), POINTS, 1000, 1), plan(setup(), POINTS, 30, 1)
    assert [family.name for family in part.families] == [family.name for family in whole.families]
    assert all(len(family.cases) >= 2 for family in part.families)
    assert sum(len(family.cases) for family in part.families) < 50
    assert len(part.settling) < len(whole.settling) == 6


def test_the_same_seed_plans_the_same_and_another_seed_something_else() -> None:
    assert plan(setup(), POINTS, 60, 7) == plan(setup(), POINTS, 60, 7)
    assert plan(setup(), POINTS, 60, 7) != plan(setup(), POINTS, 60, 8)


def test_what_was_reached_first_in_the_rehearsal_does_not_change_the_plan() -> None:
    other = Points(dict(reversed(list(POINTS.hosts.items()))), tuple(reversed(POINTS.settling)))
    assert plan(setup(), other, 60, 7) == plan(setup(), POINTS, 60, 7)


ONE = read_case("outside:lost duplicates:1")


@pytest.mark.parametrize(
    ("family", "case", "alone", "options"),
    [
        (Family("every point", (ONE,)), ONE, False, ' --case "outside:lost duplicates:1"'),
        (Family("any name", (ONE,), "zombies"), ONE, True, ' --zombies --case "outside:lost duplicates:1"'),
        (Family("no-mail", (ONE,), "variant", "no-mail"), ONE, True, ' --variant no-mail --case "outside:lost dupl'),
        (Family("emulator restarted", (ONE,), "restart"), ONE, True, ' --work 60 --family "emulator restarted"'),
        (Family("zombies", (ONE,), "zombies"), None, True, ' --work 60 --family "zombies"'),
        (Family("doors", (ONE,)), None, False, " --work 60"),
    ],
    ids=["case", "zombie", "variant", "restart", "whole of a family", "whole of a run"],
)
def test_a_failure_is_repeated_where_it_was_seen(family: Family, case: Case | None, alone: bool, options: str) -> None:
    assert again(family, case, work=60, alone=alone).startswith(options)


def test_a_failure_is_shrunk_to_what_makes_it_fail() -> None:
    case = read_case(f"outside:down crash:{CHARGE}:once outside:lost beside:other duplicates:3")
    needed = OutsideFault("lost")
    smallest = shrink(case, lambda smaller: needed in smaller.faults and smaller.duplicates > 0)
    assert str(smallest) == "outside:lost duplicates:1"


def test_a_failure_of_nothing_smaller_stays_as_it_is() -> None:
    case = read_case("outside:lost duplicates:3")
    assert shrink(case, lambda smaller: False) == case


def test_each_smaller_case_has_one_thing_less() -> None:
    smaller = [str(one) for one in smaller_cases(read_case("outside:lost beside:other duplicates:3"))]
    assert smaller == [
        "duplicates:3 beside:other",
        "outside:lost duplicates:3",
        "outside:lost beside:other",
        "outside:lost duplicates:1 beside:other",
    ]


def test_pairs_are_drawn_from_all_faults() -> None:
    families = {family.name: family.cases for family in plan(setup(), POINTS, 2000, 3).families}
    kinds = {type(fault) for case in families["two faults at a time"] for fault in case.faults}
    assert kinds == {PointFault, OutsideFault}
    assert all(len(case.faults) == 2 for case in families["two faults at a time"])


REACHED = ("Store.entry", "Store.dynamodb.PutItem.1.before", "Store.dynamodb.PutItem.1.after", "Charge.entry")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("crash:Store.dynamodb.PutItem.1.aftr:once", 'did you mean "Store.dynamodb.PutItem.1.after"?'),
        ("throttle:Store.dynamodb.PutItm.1:once", 'did you mean "Store.dynamodb.PutItem.1"?'),
        ("hang:Charge.sqs.Send.1.after:once", "no invocation reached it; reached were: Charge.entry"),
        ("raise:Notify.entry:always", "Notify was not invoked in this case"),
    ],
)
def test_a_case_none_of_whose_faults_could_happen_is_refused(text: str, told: str) -> None:
    with pytest.raises(CaseTextError) as refused:
        check_reached(read_case(text), REACHED)
    assert str(refused.value) == f"{text} never happened: {told}"


def test_a_fault_that_the_other_one_prevents_is_told_and_no_error() -> None:
    case = read_case("crash:Store.entry:always raise:Notify.entry:once throttle:Store.dynamodb.PutItem.1:once")
    assert check_reached(case, REACHED) == [
        "raise:Notify.entry:once never happened: Notify was not invoked in this case"
    ]


def test_a_case_without_faults_inside_of_functions_has_none_to_reach() -> None:
    assert check_reached(read_case("outside:down duplicates:2"), ()) == []


def test_a_case_that_never_came_to_its_fault_is_run_once_more() -> None:
    """Of two faults one may keep the other from happening, and without any there is nothing to come to."""
    late = read_case(f"late:{CHARGE}:once")
    both = read_case(f"crash:{CHARGE}:once late:{STORE}:once")
    rounds: list[list[Case]] = []

    def run(cases: Sequence[Case]) -> list[Outcome]:
        rounds.append(list(cases))
        fired = {both: tuple(point for point in both.faults[:1] if isinstance(point, PointFault))}
        return [Outcome(case, "id", {}, None, fired=fired.get(case, ())) for case in cases]

    found = run_again_what_missed(run, [late, both, Case((OutsideFault("lost"),))])

    assert rounds == [[late, both, Case((OutsideFault("lost"),))], [late]]
    assert [outcome.case for outcome in found] == rounds[0] + rounds[1]


def test_a_run_that_could_break_nothing_inside_of_functions_says_so() -> None:
    functions = "Resources: {LambdaFunctionCharge: {Type: 'AWS::Lambda::Function'}}"
    (told,) = tell_unreached((), "order-7", functions)

    assert told == (
        "nothing was broken inside of Charge: no event of theirs has the key, here order-7, as a value or at the "
        "end of one; let key= be a text that they are given"
    )
    assert tell_unreached(("Charge.entry",), "order-7", functions) == []
    assert tell_unreached((), "order-7", "Resources: {Orders: {Type: 'AWS::DynamoDB::Table'}}") == []


def test_a_check_that_can_tell_nothing_is_refused() -> None:
    silent: Any = Invariant("S1", "it holds", check=lambda _: None)  # type: ignore[arg-type, return-value]

    with pytest.raises(
        RunInputError, match="the check of S1 answers a value of type NoneType; let it yield what is wrong"
    ):
        check_outcomes([silent], [Outcome(Case(), "a", {}, None)])
    quiet: Any = Invariant("S2", "it holds", check_whole=lambda _: "wrong")
    with pytest.raises(RunInputError, match="the check of S2 answers a value of type str"):
        check_whole([quiet], Whole([], [], None))
