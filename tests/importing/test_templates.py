"""State machines inside of CloudFormation and SAM templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.importing.conftest import SOUND, Put, Run

CLOUDFORMATION = """\
Resources:
  OrderFunction:
    Type: AWS::Lambda::Function
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      DefinitionString: !Sub |
        {
          "StartAt": "Charge",
          "States": {
            "Charge": {"Type": "Task", "Resource": "${OrderFunction.Arn}",
                       "NEXT"}
          }
        }
"""


def definition(put: Put, run: Run, template: str, name: str = "template.yaml") -> str:
    """The Python of the one state machine of a template."""
    put(name, template)
    code, told = run("import", name, "--output", "out")
    assert code == 0, told
    (written,) = Path("out").glob("*.py")
    return written.read_text("utf-8")


def test_a_definition_string_with_sub_becomes_parameters(put: Put, run: Run) -> None:
    text = definition(put, run, CLOUDFORMATION.replace('"NEXT"', '"End": true'))

    assert (
        'order_function_arn = Parameter("OrderFunctionArn", description="In the template: OrderFunction.Arn")' in text
    )
    assert 'charge = ResourceTask("Charge", order_function_arn)' in text


def test_a_fault_inside_of_a_definition_string_is_at_its_line_of_the_template(put: Put, run: Run) -> None:
    put("template.yaml", CLOUDFORMATION.replace('"NEXT"', '"Next": "Chrge"'))

    code, told = run("import", "template.yaml", "--output", "out")

    assert code == 1
    assert 'template.yaml:12:32: WF102 error: state "Charge" goes to "Chrge"' in told


def test_text_that_is_not_json_is_at_its_line_of_the_template(put: Put, run: Run) -> None:
    put("template.yaml", CLOUDFORMATION)

    code, told = run("import", "template.yaml", "--output", "out")

    assert code == 1
    assert "template.yaml:12:30: WF001" in told
    assert "error: the definition is not JSON" in told


def test_a_definition_string_in_a_json_template_is_at_its_property(put: Put, run: Run) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"DefinitionString": '{"StartAt": "A"}'}}
    put("template.json", {"Resources": {"Orders": machine}})

    code, told = run("import", "template.json", "--output", "out")

    assert code == 1
    assert "template.json:6:29: WF004 error" in told


def test_join_ref_and_get_att_are_resolved_inside_of_a_definition(put: Put, run: Run) -> None:
    text = definition(
        put,
        run,
        """\
Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: Publish
        States:
          Publish:
            Type: Task
            Resource: !Join [":", ["arn", !Ref "AWS::Partition", "states:::sns:publish"]]
            Parameters:
              TopicArn: !Ref Alerts
              Message: !GetAtt [Table, Arn]
              Subject: !Sub ["${greeting} from ${AWS::Region}", {greeting: hello}]
            End: true
""",
    )

    assert 'publish = SnsPublish("Publish", alerts, message=table_arn, subject="hello from ${AWSRegion}")' in text
    assert "includes=[aws_region]" in text


def test_sam_reads_the_linked_file_and_its_substitutions(put: Put, run: Run) -> None:
    put(
        "machines/order.asl.json",
        {
            "StartAt": "Charge",
            "States": {
                "Charge": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": "${charge_function}", "Payload.$": "$"},
                    "TimeoutSeconds": "${limit}",
                    "End": True,
                }
            },
        },
    )
    text = definition(
        put,
        run,
        """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Orders:
    Type: AWS::Serverless::StateMachine
    Properties:
      DefinitionUri: machines/order.asl.json
      DefinitionSubstitutions:
        charge_function: !GetAtt ChargeFunction.Arn
        limit: 30
""",
    )

    assert 'placeholder="charge_function"' in text
    assert "In the template: ChargeFunction.Arn" in text
    assert 'limit = Parameter("Limit", default="30", placeholder="limit")' in text
    assert 'charge = LambdaTask("Charge", charge_function, payload=jsonpath("$"), timeout=verbatim("${limit}"))' in text


def test_a_definition_that_a_template_of_the_folder_links_is_imported_once(put: Put, run: Run) -> None:
    put("app/machines/order.asl.json", SOUND)
    machine = {"Type": "AWS::Serverless::StateMachine", "Properties": {"DefinitionUri": "machines/order.asl.json"}}
    put("app/template.json", {"Resources": {"Orders": machine}})

    code, _ = run("import", "app", "--output", "out")

    assert code == 0
    assert [path.name for path in Path("out").iterdir()] == ["orders.py"]


def test_every_state_machine_of_a_template_is_imported(put: Put, run: Run) -> None:
    machine = {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"Definition": SOUND}}
    put(
        "template.json", {"Resources": {"First": machine, "Second": machine, "Table": {"Type": "AWS::DynamoDB::Table"}}}
    )

    code, _ = run("import", "template.json", "--output", "out")

    assert code == 0
    assert sorted(path.name for path in Path("out").iterdir()) == ["first.py", "second.py"]


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ({"DefinitionUri": "s3://bucket/key"}, "the definition lies in S3; download it, and import that file"),
        ({"DefinitionUri": {"Bucket": "b", "Key": "k"}}, "the definition lies in S3"),
        ({"DefinitionUri": "missing.json"}, '"missing.json" cannot be read'),
        ({"RoleArn": "arn:..."}, 'the state machine "Orders" has no definition that can be read here'),
    ],
    ids=["s3", "s3 object", "missing file", "none"],
)
def test_a_definition_that_is_not_there_is_a_finding(
    put: Put, run: Run, properties: dict[str, object], told: str
) -> None:
    put("template.json", {"Resources": {"Orders": {"Type": "AWS::Serverless::StateMachine", "Properties": properties}}})

    code, said = run("import", "template.json", "--output", "out")

    assert code == 1
    assert "WF805 error" in said
    assert told in said


def test_a_definition_for_a_template_is_imported_without_one(put: Put, run: Run) -> None:
    text = definition(
        put,
        run,
        """\
StartAt: Charge
States:
  Charge:
    Type: Task
    Resource: !GetAtt ChargeFunction.Arn
    End: true
""",
        "order.asl.yaml",
    )

    assert 'charge = ResourceTask("Charge", charge_function_arn)' in text


def test_an_express_workflow_is_noted(put: Put, run: Run) -> None:
    properties = {"Definition": SOUND, "StateMachineType": "EXPRESS"}
    put("template.json", {"Resources": {"A": {"Type": "AWS::StepFunctions::StateMachine", "Properties": properties}}})

    _, told = run("import", "template.json", "--output", "out")

    assert "template.json: note: the template makes it an Express workflow, which a definition does not say" in told


def test_a_function_that_cannot_be_known_is_a_parameter_that_says_what_it_was(put: Put, run: Run) -> None:
    text = definition(
        put,
        run,
        """\
Resources:
  Orders:
    Type: AWS::StepFunctions::StateMachine
    Properties:
      Definition:
        StartAt: Charge
        States:
          Charge:
            Type: Task
            Resource: !ImportValue charge-function-arn
            End: true
""",
    )

    assert "ImportValue" in text
    assert "charge-function-arn" in text
