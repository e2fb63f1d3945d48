"""What chaos changes of a template before it is deployed to the emulator."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest

from workflow_dsl.testing.chaos import PATIENT, ZOMBIES, Edit, EditError
from workflow_dsl.testing.chaos.inject import apply_edits, inject, next_version, probes_of_zips

TEMPLATE: dict[str, Any] = {
    "Resources": {
        "LambdaFunctionCharge": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Handler": "index.handler",
                "Timeout": 30,
                "Code": {"ZipFile": "def handler(event, context):\n    return 1\n"},
            },
        },
        "LambdaVersionCharge1a2b": {
            "Type": "AWS::Lambda::Version",
            "Properties": {"FunctionName": {"Ref": "LambdaFunctionCharge"}},
        },
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "Definition": {
                    "Comment": "charges",
                    "States": {
                        "Charge": {"Type": "Task", "TimeoutSeconds": 40},
                        "Both": {"Type": "Parallel", "Branches": [{"States": {"Inner": {"Type": "Task"}}}]},
                        "Done": {"Type": "Succeed"},
                    },
                },
                "DefinitionSubstitutions": {"Charge": {"Ref": "LambdaVersionCharge1a2b"}},
            },
        },
        "Rows": {"Type": "AWS::DynamoDB::Table", "Properties": {}},
    }
}


def test_the_template_that_was_given_stays_as_it_is() -> None:
    before = copy.deepcopy(TEMPLATE)
    inject(TEMPLATE, Path("board"), PATIENT)
    apply_edits(TEMPLATE, [Edit("Machine", "charges", "pays")])
    next_version(TEMPLATE)
    assert before == TEMPLATE


def test_functions_get_a_probe_and_short_time_outs_and_tables_a_stream() -> None:
    resources = inject(TEMPLATE, Path("board"), ZOMBIES)["Resources"]
    function = resources["LambdaFunctionCharge"]["Properties"]
    assert function["Timeout"] == ZOMBIES.function
    assert "\"wrap\"](handler, 'board', 'Charge')" in function["Code"]["ZipFile"]
    states = resources["Machine"]["Properties"]["Definition"]["States"]
    assert states["Charge"]["TimeoutSeconds"] == ZOMBIES.state
    assert states["Both"]["Branches"][0]["States"]["Inner"]["TimeoutSeconds"] == ZOMBIES.state
    assert "TimeoutSeconds" not in states["Done"]
    assert resources["Rows"]["Properties"]["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_a_function_whose_code_is_a_zip_is_called_by_way_of_a_probe() -> None:
    zipped = copy.deepcopy(TEMPLATE)
    given = zipped["Resources"]["LambdaFunctionCharge"]["Properties"]
    given |= {"Handler": "lambdas.shop.charge.pay", "Code": {"S3Bucket": "code", "S3Key": "functions/1.zip"}}

    function = inject(zipped, Path("board"), ZOMBIES)["Resources"]["LambdaFunctionCharge"]["Properties"]
    (name, source), *others = probes_of_zips(zipped, Path("board")).items()

    assert others == []
    assert function["Handler"] == f"{name.removesuffix('.py')}.handler"
    assert function["Timeout"] == ZOMBIES.function
    assert source.decode().startswith("from lambdas.shop.charge import pay as handler\n")
    assert "\"wrap\"](handler, 'board', 'Charge')" in source.decode()


def test_time_outs_nest_where_lambda_ends_what_hangs_and_do_not_where_zombies_are_wanted() -> None:
    assert PATIENT.function < PATIENT.state
    assert ZOMBIES.state < ZOMBIES.function


def test_an_edit_changes_a_source_or_a_definition() -> None:
    edits = [Edit("LambdaFunctionCharge", "return 1", "return 2"), Edit("Machine", '"Done"', '"Over"')]
    resources = apply_edits(TEMPLATE, edits)["Resources"]
    assert "return 2" in resources["LambdaFunctionCharge"]["Properties"]["Code"]["ZipFile"]
    assert "Over" in resources["Machine"]["Properties"]["Definition"]["States"]


@pytest.mark.parametrize("edit", [Edit("LambdaFunctionCharge", "return 3", ""), Edit("Gone", "a", "b")])
def test_an_edit_that_no_longer_applies_says_so(edit: Edit) -> None:
    with pytest.raises(EditError, match=edit.logical_id):
        apply_edits(TEMPLATE, [edit])


def test_the_next_version_is_another_definition_of_new_versions() -> None:
    resources = next_version(TEMPLATE)["Resources"]
    assert "LambdaVersionCharge1a2bn" in resources
    assert "LambdaVersionCharge1a2b" not in resources
    machine = resources["Machine"]["Properties"]
    assert machine["DefinitionSubstitutions"] == {"Charge": {"Ref": "LambdaVersionCharge1a2bn"}}
    assert machine["Definition"]["Comment"] != "charges"
