"""The Data Science SDK and this package write the same for all that both can say; for the rest, the SDK is told so."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any

import pytest

from tests.asl.corpus import samples
from tests.datascience.sdk_machines import ORDER, Json
from workflow_dsl import LambdaTask, Pass, Paths, ResourceTask, Retry, Succeed, Wait, Workflow, asl, jsonata, jsonpath
from workflow_dsl.compiler import compile_workflow
from workflow_dsl.datascience import from_sdk, source_from_sdk, to_sdk
from workflow_dsl.datascience.sdk import Sdk, SdkMissingError, load_sdk
from workflow_dsl.decompiler import check_flow, decompile
from workflow_dsl.diagnostics import FindingsError
from workflow_dsl.resources import LambdaFunction

ROLE = "arn:aws:iam::111122223333:role/r"
charge = LambdaFunction("Charge", handler="lambdas.charge.handler", input=dict, output=dict)


class Client:
    """Stands for boto3's client of Step Functions: remembers what was created and started."""

    exceptions = SimpleNamespace(StateMachineAlreadyExists=KeyError)

    def __init__(self) -> None:
        self._client_config = SimpleNamespace(user_agent="test")
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def create_state_machine(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append(("create", arguments))
        return {"stateMachineArn": "arn:aws:states:eu-west-1:111122223333:stateMachine:m"}

    def start_execution(self, **arguments: Any) -> dict[str, Any]:
        self.calls.append(("start", arguments))
        return {"executionArn": "arn:aws:states:eu-west-1:111122223333:execution:m:e", "startDate": None}


@pytest.fixture(scope="module")
def sdk() -> Sdk:
    """The SDK, where it is installed."""
    try:
        return load_sdk()
    except SdkMissingError as error:
        pytest.skip(f"the extra datascience is not installed: {error}")


def workflow_of(value: Json) -> Workflow[Any]:
    module: dict[str, Any] = {"__name__": "imported_definition"}
    exec(decompile(asl.from_json(value), name="Model").text, module)
    found: Workflow[Any] = module["workflow"]
    return found


def written(sdk_workflow: Any) -> Json:
    value: Json = json.loads(sdk_workflow.definition.to_json())
    return value


def converted(value: Json) -> Any:
    """The SDK's workflow, or why there is none."""
    try:
        return to_sdk(workflow_of(value), role=ROLE, client=Client())
    except FindingsError as error:
        return error


def test_a_workflow_goes_to_the_sdk_and_is_the_same_state_machine(sdk: Sdk) -> None:
    assert written(to_sdk(workflow_of(ORDER), role=ROLE, client=Client())) == ORDER


def test_a_workflow_comes_from_the_sdk_and_is_the_same_state_machine(sdk: Sdk) -> None:
    found = from_sdk(to_sdk(workflow_of(ORDER), role=ROLE, client=Client()))

    assert compile_workflow(found).machine.to_json() == ORDER


def test_a_workflow_written_with_the_sdk_comes_as_python_that_reads_well(sdk: Sdk) -> None:
    states = sdk.states
    train = states.Task("Train", resource="arn:aws:states:::lambda:invoke", parameters={"FunctionName": "train"})
    train.add_retry(states.Retry(error_equals=["States.ALL"], interval_seconds=60))
    chain = states.Chain([states.Pass("Prepare", result={"rows": 1}), train, states.Succeed("Done")])

    text = source_from_sdk(sdk.workflow.Workflow("my-model", definition=chain, role=ROLE, client=Client()))

    assert '"""The workflow MyModel, imported from the Data Science SDK."""' in text
    assert "retry=[Retry(errors.ALL, interval=timedelta(minutes=1))]" in text
    assert "workflow.steps = [prepare, train, done]" in text


def test_the_sdk_creates_executes_and_draws_what_it_was_given(sdk: Sdk) -> None:
    client = Client()
    workflow = to_sdk(workflow_of(ORDER), role=ROLE, client=client)

    workflow.create()
    workflow.execute(inputs={"a": 1})

    assert [call for call, _ in client.calls] == ["create", "start"]
    assert json.loads(client.calls[0][1]["definition"]) == ORDER
    assert client.calls[0][1]["name"] == "Model"


def test_names_of_resources_are_filled_in(sdk: Sdk) -> None:
    workflow = Workflow("W", exact=True, steps=[LambdaTask("Charge", charge, payload=jsonpath("$"))])

    found = to_sdk(workflow, role=ROLE, client=Client(), values={"LambdaFunctionCharge": "arn:aws:lambda:x"})
    assert written(found)["States"]["Charge"]["Parameters"]["FunctionName"] == "arn:aws:lambda:x"

    with pytest.raises(FindingsError, match=r'give values=\{"LambdaFunctionCharge": "arn:..."\}'):
        to_sdk(workflow, role=ROLE, client=Client())


def test_all_that_the_sdk_cannot_say_is_said_at_once(sdk: Sdk) -> None:
    steps = [
        ResourceTask("A", "arn", paths=Paths(selector={"a": 1}), retry=[Retry("E", jitter=True)]),
        Wait("B", seconds=jsonpath("$.s"), assign={"x": 1}),
        Pass("C", value=jsonata("1"), language="JSONata"),
        Succeed("D"),
    ]

    with pytest.raises(FindingsError) as caught:
        to_sdk(Workflow("W", exact=True, steps=steps), role=ROLE, client=Client())

    messages = [finding.message for finding in caught.value.findings]
    assert [finding.code for finding in caught.value.findings] == ["WF807"] * 5
    assert messages == [
        '"A" has JitterStrategy, which the Data Science SDK cannot say',
        '"A" has ResultSelector, which the Data Science SDK cannot say',
        '"B" has Assign, which the Data Science SDK cannot say',
        '"C" has Output, which the Data Science SDK cannot say',
        '"C" has QueryLanguage, which the Data Science SDK cannot say',
    ]
    assert all(finding.place is not None and finding.instead for finding in caught.value.findings)


def test_for_everything_of_the_corpus_that_both_can_say_both_write_the_same(sdk: Sdk) -> None:
    """The SDK as an oracle: what is not said the same is refused, and what is refused is told."""
    said = 0
    for sample in samples():
        try:
            machine = asl.read(sample.text, file=sample.name)
        except FindingsError:
            continue
        if check_flow(machine, None) or "${" in sample.text or len(machine.States) > 30:
            continue
        value = machine.to_json()
        found = converted(value)
        if isinstance(found, FindingsError):
            assert {finding.code for finding in found.findings} == {"WF807"}, sample.name
        else:
            assert written(found) == value, sample.name
            said += 1
    if samples():
        assert said > 300


def test_without_the_sdk_its_absence_is_said_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "stepfunctions", None)
    monkeypatch.setitem(__import__("sys").modules, "stepfunctions.steps.states", None)

    with pytest.raises(SdkMissingError, match=r'pip install "workflow-dsl\[datascience\]"'):
        load_sdk()
