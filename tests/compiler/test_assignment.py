"""A result may be read exactly where every way leads past the step that gives it."""

from typing import Any

from pydantic import BaseModel

from workflow_dsl import (
    Catch,
    Choice,
    Fail,
    Flow,
    LambdaFunction,
    LambdaTask,
    Map,
    Parallel,
    Pass,
    Retry,
    SnsPublish,
    Succeed,
    Topic,
    When,
    Workflow,
    bind,
    caught,
    context,
    errors,
    jsonata,
)
from workflow_dsl.compiler import compile_workflow


class Order(BaseModel):
    order_id: str
    total: int
    lines: list[str] = []


class Receipt(BaseModel):
    charge_id: str


function = LambdaFunction("Charge", handler="lambdas.shop.charge.handler", input=Order, output=Receipt)


def shop() -> Workflow[Order]:
    return Workflow("Shop", input=Order)


def charge(workflow: Workflow[Order], name: str = "Charge", **fields: Any) -> LambdaTask[Order, Receipt]:
    return LambdaTask(name, function, payload=workflow.input, **fields)


def states(workflow: Workflow[Order]) -> dict[str, Any]:
    written: dict[str, Any] = compile_workflow(workflow).machine.to_json()["States"]
    return written


def test_only_a_result_that_is_read_later_is_kept() -> None:
    workflow = shop()
    first, second = charge(workflow, "First"), charge(workflow, "Second")
    workflow.steps = [first, second, Succeed("Done", output={"id": first.output.charge_id})]

    written = states(workflow)

    assert written["First"]["Assign"] == {"first": "{% $states.result.Payload %}"}
    assert "Assign" not in written["Second"]
    assert written["Done"]["Output"] == {"id": "{% $first.charge_id %}"}


def test_both_branches_of_a_choice_may_read_what_came_before_it() -> None:
    workflow = shop()
    charged = charge(workflow)
    large = Choice("Large", when=[When(workflow.input.total > 100, to="Big")], otherwise="Small")
    workflow.steps = [charged, large]
    workflow.route(Succeed("Big", output=charged.output))
    workflow.route(Succeed("Small", output=charged.output))

    written = states(workflow)

    assert written["Big"]["Output"] == written["Small"]["Output"] == "{% $charge %}"


def test_a_loop_may_read_what_was_set_before_it_began() -> None:
    workflow = shop()
    charged = charge(workflow)
    again = Pass("Again", value={"id": charged.output.charge_id})
    more = Choice("More", when=[When(workflow.input.total > 100, to="Again")], otherwise="Done")
    workflow.steps = [charged, again, more, Succeed("Done")]

    assert states(workflow)["Again"]["Output"] == {"id": "{% $charge.charge_id %}"}


def test_a_map_reads_the_variables_around_it_and_its_own_item() -> None:
    workflow = shop()
    charged = charge(workflow)
    each: Flow[str] = Flow(input=str)
    each.steps = [Pass("Pack", value={"line": each.input, "id": charged.output.charge_id})]
    workflow.steps = [charged, Map("Each", items=workflow.input.lines, each=each)]

    pack = states(workflow)["Each"]["ItemProcessor"]["States"]["Pack"]

    assert pack["Output"] == {"line": "{% $states.input %}", "id": "{% $charge.charge_id %}"}


def test_the_first_state_of_a_map_keeps_the_item_for_the_others_whichever_way_it_ends() -> None:
    workflow = shop()
    each: Flow[str] = Flow(input=str)
    weigh = Choice("Weigh", when=[When(jsonata("$line = 'x'", type=bool, line=each.input), to="Crate")])
    each.steps = [weigh, Pass("Pack", value={"line": each.input})]
    each.route(Parallel("Crate", branches=[[Pass("Label", value=each.input)]], end=True))
    asking = Map("Ask", items=workflow.input.lines, each=asked(), catch=[Catch(errors.ALL, to="Failed")])
    workflow.steps = [Map("Each", items=workflow.input.lines, each=each), asking, Succeed("Done")]
    workflow.route(Fail("Failed"))

    written = states(workflow)
    inner = written["Each"]["ItemProcessor"]["States"]
    keeping = {"itemOfEach": "{% $states.input %}"}

    assert inner["Weigh"]["Choices"][0]["Condition"] == "{% $states.input = 'x' %}"
    assert inner["Weigh"]["Assign"] == inner["Weigh"]["Choices"][0]["Assign"] == keeping
    assert inner["Pack"]["Output"] == {"line": "{% $itemOfEach %}"}
    assert inner["Crate"]["Branches"][0]["States"]["Label"]["Output"] == "{% $itemOfEach %}"
    call = written["Ask"]["ItemProcessor"]["States"]["Call"]
    assert call["Assign"] == call["Catch"][0]["Assign"] == {"itemOfAsk": "{% $states.input %}"}


def asked() -> Flow[str]:
    """A flow whose first state can fail, and whose others read the item."""
    flow: Flow[str] = Flow(input=str)
    call = LambdaTask("Call", "arn:aws:lambda:eu-west-1:111122223333:function:f", payload=flow.input,
                      catch=[Catch(errors.ALL, to="Refused")])  # fmt: skip
    flow.steps = [call, Pass("Called", value=flow.input)]
    flow.route(Pass("Refused", value=flow.input, end=True))
    return flow


def test_variables_of_inner_flows_never_hide_those_of_outer_ones() -> None:
    workflow = shop()
    outer = charge(workflow, "Charge")
    inner = charge(workflow, "charge")
    after = Pass("After", value=inner.output)
    workflow.steps = [outer, Parallel("Both", branches=[[inner, after]]), Succeed("Done", output=outer.output)]

    written = states(workflow)
    branch = written["Both"]["Branches"][0]["States"]

    assert set(written["Charge"]["Assign"]) == {"charge"}
    assert set(branch["charge"]["Assign"]) == {"charge2"}


def test_a_catch_route_knows_the_error_and_only_catchers_that_lead_to_a_reader_keep_it() -> None:
    workflow = shop()
    first = charge(workflow, "First", catch=[Catch(errors.ALL, to="Refund")])
    second = charge(workflow, "Second", catch=[Catch(errors.ALL, to="Ignore")])
    workflow.steps = [first, second]
    workflow.route(Fail("Refund", error=caught.error))
    workflow.route(Succeed("Ignore"))

    written = states(workflow)

    assert written["First"]["Catch"][0]["Assign"] == {"caught": "{% $states.errorOutput %}"}
    assert "Assign" not in written["Second"]["Catch"][0]
    assert written["Refund"]["Error"] == "{% $caught.Error %}"


def test_a_catcher_that_keeps_the_error_caught_before_does_not_replace_it() -> None:
    workflow = shop()
    first = charge(workflow, "First", catch=[Catch(errors.ALL, to="Undo")])
    workflow.steps = [first]
    undo = charge(workflow, "Undo", catch=[Catch(errors.ALL, to="Failed", keep_caught=True)])
    workflow.route(undo, Fail("Failed", error=caught.error))

    written = states(workflow)

    assert "Assign" in written["First"]["Catch"][0]
    assert "Assign" not in written["Undo"]["Catch"][0]


def test_the_error_of_a_whole_map_can_be_read_inside_of_a_later_one() -> None:
    workflow = shop()
    each: Flow[str] = Flow(input=str, steps=[Pass("Pack")])
    undo: Flow[str] = Flow(input=str)
    undo.steps = [Pass("Undo", value={"line": undo.input, "why": caught.error})]
    pack = Map("PackAll", items=workflow.input.lines, each=each, catch=[Catch(errors.ALL, to="UndoAll")])
    workflow.steps = [pack]
    workflow.route(Map("UndoAll", items=workflow.input.lines, each=undo), Fail("Failed"))

    inner = states(workflow)["UndoAll"]["ItemProcessor"]["States"]["Undo"]

    assert inner["Output"]["why"] == "{% $caught.Error %}"


def test_retriers_and_catchers_keep_their_order_and_say_every_number() -> None:
    workflow = shop()
    retry = [Retry("A", max_attempts=0), Retry(["B", ValueError], jitter=True)]
    workflow.steps = [charge(workflow, retry=retry, catch=[Catch("A", to="Failed"), Catch(errors.ALL, to="Failed")])]
    workflow.route(Fail("Failed"))

    written = states(workflow)["Charge"]

    assert written["Retry"] == [
        {"ErrorEquals": ["A"], "IntervalSeconds": 1, "MaxAttempts": 0, "BackoffRate": 2.0},
        {
            "ErrorEquals": ["B", "ValueError"],
            "IntervalSeconds": 1,
            "MaxAttempts": 3,
            "BackoffRate": 2.0,
            "JitterStrategy": "FULL",
        },
    ]
    assert [catcher["ErrorEquals"] for catcher in written["Catch"]] == [["A"], ["States.ALL"]]


def test_bind_writes_the_names_of_the_wire_and_leaves_defaults_out() -> None:
    workflow = shop()
    payload = bind(Order, total=workflow.input.total * 2, order_id="o-" + workflow.input.order_id)
    workflow.steps = [LambdaTask("Charge", function, payload=payload)]

    assert states(workflow)["Charge"]["Arguments"]["Payload"] == {
        "order_id": "{% 'o-' & $states.context.Execution.Input.order_id %}",
        "total": "{% $states.context.Execution.Input.total * 2 %}",
    }


def test_text_that_looks_like_an_expression_stays_text() -> None:
    workflow = shop()
    workflow.steps = [Succeed("Done", output={"sign": "{% 1 + 1 %}"})]

    assert states(workflow)["Done"]["Output"] == {"sign": "{% '{' & '% 1 + 1 %}' %}"}


def test_a_variable_never_hides_a_function_of_jsonata() -> None:
    workflow = shop()
    first = charge(workflow, "String")
    workflow.steps = [first, Succeed("Done", output={"id": first.output.charge_id})]

    assert states(workflow)["String"]["Assign"] == {"string2": "{% $states.result.Payload %}"}


def test_a_message_that_is_no_text_is_sent_as_json() -> None:
    workflow = shop()
    topic = Topic("Alerts")
    workflow.steps = [
        SnsPublish("Number", topic, message=workflow.input.total),
        SnsPublish("Whole", topic, message=workflow.input),
        SnsPublish("Text", topic, message=workflow.input.order_id),
    ]

    written = states(workflow)

    assert written["Number"]["Arguments"]["Message"] == "{% $string($states.context.Execution.Input.total) %}"
    assert written["Whole"]["Arguments"]["Message"] == "{% $string($states.context.Execution.Input) %}"
    assert written["Text"]["Arguments"]["Message"] == "{% $states.context.Execution.Input.order_id %}"


def test_an_imported_definition_may_read_what_a_written_one_may_not() -> None:
    """It is taken as it is: whether a token or an outer value is there is then AWS's to say."""
    token = Pass("Token", value={"token": context.task_token})
    imported = Workflow("Imported", exact=True, language="JSONata", steps=[token])

    assert states(imported)["Token"]["Output"] == {"token": "{% $states.context.Task.Token %}"}
