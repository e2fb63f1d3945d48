"""The page of a stack lists what its template holds: all of it, and nothing else."""

import re
from pathlib import Path

from tests.stack.conftest import make_program
from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.inventory import tabulate_inventory
from workflow_dsl.stack import Template


def test_the_page_of_the_payments_names_each_resource_of_the_template_once(root: Path) -> None:
    folder = root / "infra" / "payments"
    resources = read_template((folder / "template.yaml").read_text(encoding="utf-8"))["Resources"]
    rows = re.findall(r"^\| (AWS::\S+) \| (\d+) \| (.*) \|$", (folder / "README.md").read_text(encoding="utf-8"), re.M)

    listed = {logical_id: kind for kind, _, ids in rows for logical_id in re.findall(r"`(\w+)`", ids)}

    assert listed == {logical_id: each["Type"] for logical_id, each in resources.items()}
    assert sum(int(count) for _, count, _ in rows) == len(resources)


def test_a_parameter_is_told_with_its_default_and_its_meaning() -> None:
    template = Template(
        "a shop",
        parameters={
            "Environment": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]},
            "AlertEmail": {"Type": "String", "Description": "who is told"},
        },
    )

    lines = list(tabulate_inventory(make_program(), template))

    assert "| `Environment` | `dev` | one of dev, prod |" in lines
    assert "| `AlertEmail` | - | who is told |" in lines
