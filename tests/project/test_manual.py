"""The blocks of the manual are one definition that compiles without a word of advice and runs as it says, and no public
name is missing from the pages.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import workflow_dsl
from workflow_dsl import testing
from workflow_dsl.deploy import read_template
from workflow_dsl.pipeline.compile import CompiledMachine, compile_machine
from workflow_dsl.pipeline.stack_folder import compile_stack
from workflow_dsl.project import find_definitions
from workflow_dsl.testing.chaos import Case, Execution, Outcome, load_chaos

ROOT = Path(__file__).parents[2]
MANUAL = (ROOT / "docs" / "definitions.md").read_text(encoding="utf-8")
EXACTLY_ONCE = (ROOT / "docs" / "exactly-once.md").read_text(encoding="utf-8")
DEFINITION = "definitions/shop/workflow.py"
BLOCK = re.compile(r"(?:<!-- file: (\S+) -->\n)?```python\n(.*?)```", re.DOTALL)
PASSES_ON = "def handler(event, context):\n    return {}\n"
HANDLERS = {
    "charge": """\
class CardDeclined(Exception):
    pass


def handler(event, context):
    if event["total"] == 13:
        raise CardDeclined("refused")
    return {"charge_id": "charge-of-" + event["order_id"]}
""",
    "pack": 'def handler(event, context):\n    return {"label": event["sku"]}\n',
    "start": PASSES_ON,
    "answer": PASSES_ON,
    "sweep": PASSES_ON,
}
"""What stands behind the functions of the manual, by module."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that holds the manual's definition and handlers for it."""
    folder = tmp_path_factory.mktemp("manual")
    for package in ("definitions", "definitions/shop", "lambdas", "lambdas/shop"):
        (folder / package).mkdir()
        (folder / package / "__init__.py").touch()
    written: dict[str, list[str]] = {}
    beside = [(file, block) for file, block in BLOCK.findall(EXACTLY_ONCE) if file]
    for file, block in [*BLOCK.findall(MANUAL), *beside]:
        written.setdefault(file or DEFINITION, []).append(block)
    for file, blocks in written.items():
        (folder / file).write_text("\n".join(blocks), encoding="utf-8")
    for module, source in HANDLERS.items():
        (folder / "lambdas" / "shop" / f"{module}.py").write_text(source, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def compiled(shop: Path) -> CompiledMachine:
    (definition,) = find_definitions(["shop"], shop)
    return compile_machine(definition)


def test_the_definition_of_the_manual_compiles(compiled: CompiledMachine) -> None:
    assert [finding.render() for finding in compiled.advice] == []
    assert list(compiled.program.machine.States) == [
        "Claim",
        "Charge",
        "Close",
        "ReadFee",
        "Large",
        "AskSomebody",
        "PackAll",
        "Together",
        "Done",
        "Declined",
        "Alert",
        "Failed",
    ]


def test_the_stack_of_the_manual_is_as_its_options_say(compiled: CompiledMachine) -> None:
    resources = read_template(compile_stack(compiled).template)["Resources"]

    def allowed(policy: str) -> dict[str, Any]:
        document = resources[policy]["Properties"]["PolicyDocument"]
        return {str(each["Action"]): each["Resource"] for each in document["Statement"]}

    place = "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/shop/fee"
    assert allowed("IAMManagedPolicyShop")["ssm:GetParameter"] == {"Fn::Sub": place}
    prices = {"Fn::Sub": "arn:${AWS::Partition}:s3:::shop-prices/*"}
    assert allowed("IAMManagedPolicyChargeOrder")["s3:GetObject"] == prices
    charge = resources["LambdaFunctionChargeOrder"]["Properties"]
    assert (charge["MemorySize"], charge["Architectures"]) == (512, ["arm64"])
    assert charge["ReservedConcurrentExecutions"]["Fn::If"][1] == 20
    boundary = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:policy/boundary"}
    assert resources["IAMRoleShop"]["Properties"]["PermissionsBoundary"] == boundary
    preference = resources["StepFunctionsStateMachineAliasShop"]["Properties"]["DeploymentPreference"]
    assert (preference["Type"], preference["Percentage"], preference["Interval"]) == ("CANARY", 10, 10)
    assert resources["CloudWatchAlarmExecutionsFailed"]["Properties"]["Threshold"] == 5
    assert resources["CloudWatchAlarmGatewayRetries"]["Properties"]["Threshold"] == 25
    assert "CloudWatchAlarmApprovals" not in resources
    assert "CloudWatchCompositeAlarmShop" in resources


def test_the_files_of_the_manual_type_check(shop: Path) -> None:
    files = [str(shop / DEFINITION), *(str(shop / "definitions/shop" / name) for name in ("scenarios.py", "chaos.py"))]
    environment = {**os.environ, "MYPYPATH": str(shop)}
    command = [sys.executable, "-m", "mypy", "--strict", *files]
    checked = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, env=environment, check=False)

    assert checked.returncode == 0, checked.stdout


def test_what_must_hold_of_the_manual_can_be_violated(shop: Path) -> None:
    _, setup, _ = load_chaos("shop", shop)
    given = setup.new_input(7, 3)
    key = setup.key(given)
    ends = (Execution("a", given, "SUCCEEDED"), Execution("b", given, "FAILED", "States.Timeout"))
    rows = {"DynamoDBTableOrders": [{"orderId": key, "status": "OPEN"}, {"orderId": "other", "status": "CHARGED"}]}
    outcome = Outcome(Case(), key, given, None, ends, rows=rows)

    assert key == "order-7-00003"
    assert [problem for held in setup.invariants if held.check for problem in held.check(outcome)] == [
        "an execution succeeded, and the order is ['OPEN']",
        "an execution failed with States.Timeout, and nobody was told",
    ]


@pytest.mark.emulator
def test_the_scenarios_of_the_manual_end_as_they_say(shop: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "workflow_dsl", "run", "shop", "--scenario", "all", "--wait-scale", "0.01"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=shop, env=environment, check=False)

    assert done.returncode == 0, done.stderr
    assert done.stdout.count("of these without a charge: 0 (must be 0)") == 3
    assert done.stdout.count("AskSomebody entered") == 1


def anchors(page: Path) -> set[str]:
    """The names under which GitHub links a page's headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize(
    "page", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda page: page.name
)
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for path, anchor in re.findall(r"\]\((?!https?://)([^)#\s]*)(?:#([^)]+))?\)", page.read_text(encoding="utf-8")):
        target = page.parent / path if path else page
        assert target.exists(), path
        assert not anchor or anchor in anchors(target), f"{path}#{anchor}"


def test_every_public_name_is_in_a_page() -> None:
    pages = [ROOT / "README.md", *(page for page in (ROOT / "docs").glob("*.md") if page.name != "rules.md")]
    code = "".join(
        part
        for page in pages
        for part in re.findall(r"```.*?```|`[^`\n]+`", page.read_text(encoding="utf-8"), re.DOTALL)
    )
    written = set(re.findall(r"\w+", code))

    assert {*workflow_dsl.__all__, *testing.__all__} - written == set()
