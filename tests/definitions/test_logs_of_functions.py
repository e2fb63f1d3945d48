"""What the logs of functions can be told apart by."""

from pathlib import Path

import pytest

from workflow_dsl.deploy import read_template

INFRA = Path(__file__).parents[2] / "infra"


@pytest.mark.parametrize("workflow", ["payments", "orders"])
def test_the_log_of_every_function_names_its_service(workflow: str) -> None:
    resources = read_template((INFRA / workflow / "template.yaml").read_text("utf-8"))["Resources"]
    functions = [one["Properties"] for one in resources.values() if one["Type"] == "AWS::Lambda::Function"]
    services = [one["Environment"]["Variables"].get("POWERTOOLS_SERVICE_NAME") for one in functions]
    assert functions
    assert None not in services
    assert all(service == services[0] for service in services)
