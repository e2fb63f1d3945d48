"""Where every failure goes: each error of each state, how often it is tried again, what follows, how it ends."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.consequences import failure_routes


def machine(**states: Any) -> asl.StateMachine:
    """A machine of these states, the first one first."""
    return asl.from_json({"StartAt": next(iter(states)), "QueryLanguage": "JSONata", "States": states})


def task(**fields: Any) -> dict[str, Any]:
    """A task that anything can happen to."""
    return {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "Arguments": {}, "End": True, **fields}


def told(subject: asl.StateMachine) -> list[tuple[str, str, int, str, str]]:
    """The routes, as a table shows them."""
    routes = failure_routes(subject)
    return [(str(route.state), route.errors, route.attempts, " ".join(route.states), route.end) for route in routes]


def test_an_error_that_nothing_catches_fails_the_execution() -> None:
    assert told(machine(Work=task())) == [("Work", "any other error", 0, "", "the execution fails")]


def test_an_error_that_nothing_catches_inside_of_a_map_fails_the_map() -> None:
    each = {"Type": "Map", "ItemProcessor": {"StartAt": "Work", "States": {"Work": task()}}, "End": True}

    assert ("Each > Work", "any other error", 0, "", "Each fails") in told(machine(Each=each))


def test_errors_of_one_catcher_are_told_apart_by_their_retries() -> None:
    work = task(
        Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 5}],
        Catch=[{"ErrorEquals": ["Busy", "Broken"], "Next": "Failed"}, {"ErrorEquals": ["States.ALL"], "Next": "Done"}],
    )
    subject = machine(Work=work, Failed={"Type": "Fail", "Error": "Gone"}, Done={"Type": "Succeed"})

    assert told(subject) == [
        ("Work", "Busy", 5, "Failed", "fails with Gone"),
        ("Work", "Broken", 0, "Failed", "fails with Gone"),
        ("Work", "States.ALL", 0, "Done", "succeeds"),
    ]


def test_a_retrier_for_failed_tasks_or_for_time_outs_takes_the_errors_that_it_stands_for() -> None:
    work = task(
        Retry=[
            {"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1},
            {"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 4},
        ],
        Catch=[{"ErrorEquals": ["Busy", "States.HeartbeatTimeout", "States.DataLimitExceeded"], "Next": "Done"}],
    )

    assert [route[:3] for route in told(machine(Work=work, Done={"Type": "Succeed"}))] == [
        ("Work", "Busy", 4),
        ("Work", "States.HeartbeatTimeout", 1),
        ("Work", "States.DataLimitExceeded", 0),
        ("Work", "States.Timeout", 1),
        ("Work", "States.TaskFailed", 4),
        ("Work", "any other error", 0),
    ]


def test_what_is_retried_by_name_is_told_where_nothing_is_caught() -> None:
    work = task(
        Retry=[
            {"ErrorEquals": ["Declined"], "MaxAttempts": 0},
            {"ErrorEquals": ["Busy", "Down"], "MaxAttempts": 5},
            {"ErrorEquals": ["States.ALL"], "MaxAttempts": 2},
        ],
    )

    assert told(machine(Work=work)) == [
        ("Work", "Declined", 0, "", "the execution fails"),
        ("Work", "Busy, Down", 5, "", "the execution fails"),
        ("Work", "any other error", 2, "", "the execution fails"),
    ]


def test_what_is_never_retried_needs_no_line_where_nothing_else_is() -> None:
    work = task(Retry=[{"ErrorEquals": ["Declined"], "MaxAttempts": 0}])

    assert [route[1:3] for route in told(machine(Work=work))] == [("any other error", 0)]


def test_what_is_retried_by_name_is_told_where_everything_is_caught() -> None:
    work = task(
        Retry=[{"ErrorEquals": ["Busy"], "MaxAttempts": 5}, {"ErrorEquals": ["States.ALL"], "MaxAttempts": 2}],
        Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Done"}],
    )

    assert [route[:3] for route in told(machine(Work=work, Done={"Type": "Succeed"}))] == [
        ("Work", "Busy", 5),
        ("Work", "States.ALL", 2),
    ]


def test_a_route_is_followed_to_a_choice_and_not_beyond_a_loop() -> None:
    looping = task(Next="Again", Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Again"}])
    del looping["End"]
    subject = machine(
        Work=task(Catch=[{"ErrorEquals": ["States.ALL"], "Next": "Ask"}]),
        Ask={"Type": "Choice", "Choices": [{"Condition": "{% true %}", "Next": "Work"}], "Default": "Again"},
        Again=looping,
    )

    assert told(subject)[0] == ("Work", "States.ALL", 0, "Ask", "goes on as the Choice decides")
    assert told(subject)[1] == ("Again", "States.ALL", 0, "Again", "goes round in a loop")


def test_states_inside_of_a_map_are_told_with_their_path() -> None:
    inner = {"StartAt": "Pack", "States": {"Pack": task()}}
    each = {"Type": "Map", "ItemProcessor": inner, "End": True}

    assert [route[0] for route in told(machine(Each=each))] == ["Each", "Each > Pack"]
