"""Tasks that wait for people: on the emulator they wait for seconds, and their answers reach them."""

from __future__ import annotations

from typing import Any

from workflow_dsl.local import fit_to_emulator

ASK = {"Type": "Task", "Resource": "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "TimeoutSeconds": 259200}
CALL = {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "TimeoutSeconds": 600}


def machine(**states: Any) -> dict[str, Any]:
    definition = {"StartAt": next(iter(states)), "States": states}
    return {
        "Resources": {"Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": definition}}}
    }


def timeouts(template: dict[str, Any], seconds: int | None) -> dict[str, int]:
    fitted = fit_to_emulator(template, python="/python", callback_seconds=seconds).template
    states = fitted["Resources"]["Machine"]["Properties"]["Definition"]["States"]
    return {name: state["TimeoutSeconds"] for name, state in states.items()}


def test_a_task_that_waits_for_its_token_times_out_sooner_and_others_as_they_say() -> None:
    assert timeouts(machine(Ask=ASK, Call=CALL), 10) == {"Ask": 10, "Call": 600}


def test_a_shorter_time_out_stays_and_so_do_all_when_the_clock_is_ours() -> None:
    assert timeouts(machine(Ask={**ASK, "TimeoutSeconds": 5}), 10) == {"Ask": 5}
    assert timeouts(machine(Ask=ASK), None) == {"Ask": 259200}


def test_a_task_inside_of_a_branch_is_found_and_said() -> None:
    branch = {"StartAt": "Ask", "States": {"Ask": ASK}}

    fitted = fit_to_emulator(
        machine(Both={"Type": "Parallel", "Branches": [branch]}), python="/python", callback_seconds=10
    )

    definition = fitted.template["Resources"]["Machine"]["Properties"]["Definition"]
    assert definition["States"]["Both"]["Branches"][0]["States"]["Ask"]["TimeoutSeconds"] == 10
    assert [change.what for change in fitted.changes] == ['"Ask" waits for 10 s at most']


def test_whoever_may_answer_tasks_of_a_machine_may_answer_any_on_the_emulator() -> None:
    statement = {
        "Effect": "Allow",
        "Action": ["states:StartExecution", "states:SendTaskSuccess", "states:SendTaskHeartbeat"],
        "Resource": {"Ref": "Machine"},
    }
    template = {
        "Resources": {
            "Policy": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": {"Statement": [statement]}}}
        }
    }

    fitted = fit_to_emulator(template, python="/python").template

    answers = {"Effect": "Allow", "Action": ["states:SendTaskSuccess", "states:SendTaskHeartbeat"], "Resource": "*"}
    assert fitted["Resources"]["Policy"]["Properties"]["PolicyDocument"]["Statement"] == [statement, answers]
