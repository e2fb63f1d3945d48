"""The code of a workflow's functions, and what Lambda calls in it."""

from pathlib import Path

from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.compile import compile_machine, compile_template
from workflow_dsl.project import find_definitions

DEFINITION = """\
from workflow_dsl import LambdaFunction, LambdaTask, Workflow

check = LambdaFunction("CheckOrder", handler="lambdas.check.on_order", input=dict, output=dict)
workflow = Workflow("Shop", input=dict, steps=[LambdaTask("Check", check, payload={})])
"""


def test_lambda_calls_the_function_of_the_folded_source_that_the_definition_names(tmp_path: Path) -> None:
    handler = "def on_order(event, context):\n    return event\n"
    for name, text in {"definitions/shop.py": DEFINITION, "lambdas/check.py": handler}.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    (definition,) = find_definitions(["shop"], tmp_path)

    template = read_template(compile_template(compile_machine(definition)))

    function = template["Resources"]["LambdaFunctionCheckOrder"]["Properties"]
    assert function["Handler"] == "index.on_order"
    assert function["Code"]["ZipFile"] == handler
