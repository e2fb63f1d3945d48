"""`workflow-dsl run`, `local`, `deploy` and `destroy` as a user calls them, in a project of their own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from workflow_dsl.cli.main import main
from workflow_dsl.local import find_kept, is_free

pytestmark = pytest.mark.emulator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def kept(project: Path) -> Path:
    """A project with a kept emulator, for the quick runs."""
    assert main(["local", "up", "--wait-scale", "0.01"]) == 0
    return project


def test_a_run_without_more_shows_the_first_scenario(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "orders"]) == 0

    out, err = capsys.readouterr()
    assert out.splitlines()[0] == "scenario success: Stored at once."
    for told in ("CheckOrder entered", "StoreOrder done in", "SUCCEEDED", "new row", "article   cup", "attempts  1"):
        assert told in out
    assert "orders with too many attempts: 0 (must be 0)" in out
    assert "emulator on http://127.0.0.1:" in err
    assert "stack orders-dev: deployed" in err
    assert "started arn:aws:states:us-east-1:000000000000:execution:" in out
    assert "CREATE_COMPLETE" not in err
    assert " resources\n" in err
    assert "\033" not in out + err


def test_an_input_is_run_and_its_failure_is_exit_code_3(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    good = kept / "good.json"
    good.write_text(json.dumps({"orderId": "1", "article": "cup"}))
    bad = kept / "bad.json"
    bad.write_text(json.dumps({"orderId": "2", "article": "nothing"}))

    assert main(["run", "orders", "--input", str(good)]) == 0
    assert main(["run", "orders", "--input", str(bad)]) == 3

    out = capsys.readouterr().out
    assert "CheckOrder failed: OrderInvalid: no such article; caught -> Alert" in out
    assert "FAILED: OrderInvalid: no such article" in out
    assert 'An order was refused: {"error": "OrderInvalid"}' in out


def test_an_execution_on_the_kept_emulator_is_drawn_from_anywhere_in_the_project(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "orders"]) == 0
    arn = next(word for word in capsys.readouterr().out.split() if word.startswith("arn:aws:states:"))
    monkeypatch.chdir(kept / "definitions")

    assert main(["graph", "orders", "--execution", arn, "--local"]) == 0

    assert "SUCCEEDED" in capsys.readouterr().out


def test_all_scenarios_run_and_the_one_that_ends_otherwise_is_named(
    kept: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["run", "orders", "--scenario", "all"]) == 3

    out, err = capsys.readouterr()
    assert out.count("scenario ") == 4
    assert "StoreOrder failed: StoreBusy: try again; retry 1 of 2 in 1 s" in out
    (problem,) = [line for line in err.splitlines() if "ended FAILED" in line]
    assert problem.startswith("wrong: execution run-")
    assert problem.endswith("ended FAILED (OrderInvalid), not SUCCEEDED")


def test_many_inputs_are_summed_up(kept: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["run", "orders", "--count", "10", "--concurrency", "4"]) == 0

    out, err = capsys.readouterr()
    lines = [line.split() for line in out.splitlines()]
    assert ["SUCCEEDED", "10"] in lines
    assert ["retries", "of", "StoreOrder", "after", "StoreBusy", "5"] in lines
    assert "executions 10/10" in err


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["run", "order"], 2, 'did you mean "orders"?'),
        (["run", "orders", "--scenario", "busi"], 2, "did you mean busy?"),
        (["run", "orders", "--input", "no-such.json"], 2, "no-such.json: there is no such file"),
        (["run", "orders", "--input", "broken.json"], 2, "broken.json:1:10: not JSON"),
        (["run", "orders", "--input", "wrong.json"], 2, "wrong.json:1:13: $.orderId: Input should be a valid string"),
        (["run", "orders", "--count", "0"], 2, '"0" is no number of executions'),
        (["run", "orders", "--count", "2", "--input", "-"], 2, "not allowed with argument"),
        (
            ["run", "orders", "--concurrency", "4"],
            2,
            "--concurrency is for many executions; say how many with --count N",
        ),
        (["run", "orders", "--port", "70000"], 2, '"70000" is no port'),
        (["run", "orders", "--wait-scale", "2"], 2, '"2" is no fraction'),
        (["local"], 2, "up|down|status"),
        (["deploy", "orders", "--parameter", "x"], 2, '"x" is no parameter; write NAME=VALUE'),
        (["deploy", "orders", "--stack-name", "s" * 75], 2, "at most 66 with --stack-name, or the workflow"),
        (["deploy", "orders", "--stack-name", "s" * 75, "--local"], 2, "at most 66 with --stack-name, or the workflow"),
        (["destroy", "orders", "--local", "--yes"], 2, "there is no stack orders-dev on an emulator here"),
        (["destroy", "my_orders", "--local", "--yes"], 2, "there is no stack my-orders-dev on an emulator here"),
        (["destroy", "läden", "--local"], 2, 'no stack can be named "läden-dev"; add --stack-name NAME, of letters'),
    ],
)
def test_a_wrong_call_is_told_in_a_sentence(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, told: str
) -> None:
    (project / "broken.json").write_text('{"a": 1, ')
    (project / "wrong.json").write_text('{"orderId": 1, "article": "cup"}')

    assert main(arguments) == code

    err = capsys.readouterr().err
    assert told in err
    assert "Traceback" not in err


def test_an_interrupted_run_takes_its_emulator_with_it(project: Path) -> None:
    command = [sys.executable, "-m", "workflow_dsl", "run", "orders", "--count", "1000"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, env=environment)
    assert run.stderr is not None
    with run.stderr as told:
        port = int(next(line for line in told if "emulator on" in line).split(":")[2].split(",")[0])
        next(line for line in told if "deployed" in line)

        run.send_signal(signal.SIGINT)

        assert "workflow-dsl: interrupted" in told.read()
    assert run.wait() == 130
    assert is_free(port)


def test_a_fault_in_the_scenarios_is_told_with_its_line(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    scenarios = project / "definitions" / "orders" / "scenarios.py"
    scenarios.write_text(scenarios.read_text() + '\nScenario(name="Not Good", about="x", input={})\n')
    line = scenarios.read_text().count("\n")

    assert main(["run", "orders"]) == 1

    err = capsys.readouterr().err
    assert f"scenarios.py:{line}:10: WF103 error: Scenario.name: string should match pattern" in err
    assert err.endswith('write small letters, digits and hyphens, as "card-declined"\n1 finding\n')


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("scenarios = 5", "scenarios is of type int; write scenarios = [Scenario(...), ...]"),
        ('scenarios = ["x"]', "scenarios holds a value of type str; write scenarios = [Scenario(...), ...]"),
        ("local = {}", "local is of type dict; write local = LocalSetup(...)"),
        ("raise SystemExit(0)", "SystemExit: 0"),
        ("scenarios = (", "not Python"),
    ],
)
def test_scenarios_that_are_none_are_told_before_anything_starts(
    project: Path, capsys: pytest.CaptureFixture[str], text: str, told: str
) -> None:
    (project / "definitions" / "orders" / "scenarios.py").write_text(f"\n{text}\n")

    assert main(["run", "orders"]) == 1

    err = capsys.readouterr().err
    assert "definitions/orders/scenarios.py:2:" in err
    assert told in err
    assert "emulator on" not in err


@pytest.mark.parametrize(
    ("deployed", "told"),
    [("1 / 0", "ZeroDivisionError: division by zero"), ("stack.physical_id('Nope')", "KeyError: 'Nope'")],
)
def test_an_error_in_a_function_of_the_users_is_no_internal_error(
    kept: Path, capsys: pytest.CaptureFixture[str], deployed: str, told: str
) -> None:
    scenarios = kept / "definitions" / "orders" / "scenarios.py"
    scenarios.write_text(f"{scenarios.read_text()}local = LocalSetup(deployed=lambda double, stack: {deployed})\n")
    line = scenarios.read_text().count("\n")

    assert main(["run", "orders"]) == 3

    err = capsys.readouterr().err
    assert f"workflow-dsl: definitions/orders/scenarios.py:{line}: {told}; mend it there" in err
    assert "internal error" not in err


def test_a_taken_port_is_told(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["local", "up"]) == 0
    kept = find_kept(project)
    assert kept is not None
    (project / ".workflow_dsl" / "emulator.json").rename(project / "aside.json")

    assert main(["run", "orders", "--port", str(kept.port)]) == 3

    assert f"port {kept.port} of 127.0.0.1 is taken by another program" in capsys.readouterr().err
    (project / "aside.json").rename(project / ".workflow_dsl" / "emulator.json")


def test_an_emulator_is_kept_told_and_stopped(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["local", "status"]) == 3
    assert main(["local", "up"]) == 0
    assert main(["local", "status"]) == 0
    told = capsys.readouterr().out.splitlines()
    for other in (
        ["local", "up", "--port", "1"],
        ["run", "orders", "--port", "1"],
        ["run", "orders", "--wait-scale=1"],
    ):
        assert main(other) == 3
        assert "stop it first: workflow-dsl local down" in capsys.readouterr().err
    assert main(["local", "down"]) == 0
    assert main(["local", "down"]) == 0

    stopped = capsys.readouterr().out.splitlines()
    assert told[0] == "no emulator is kept here; start one: workflow-dsl local up"
    assert told[1] == told[3]
    assert stopped[0].startswith("stopped the emulator on http://127.0.0.1:")
    assert stopped[1] == "nothing was running"


def test_a_stack_is_deployed_to_the_emulator_again_and_destroyed(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["deploy", "orders", "--local", "--alert-email", "a@example.com"]) == 0
    out, err = capsys.readouterr()
    assert "DynamoDBTableOrders orders-dev-" in out
    assert "on the emulator:" not in err
    assert "kept; stop it with: workflow-dsl local down" in err
    assert main(["deploy", "orders", "--local", "--verbose"]) == 0
    out, err = capsys.readouterr()
    assert "on the emulator:" in err
    assert "stack orders-dev: nothing to change" in err
    assert main(["deploy", "orders", "--local"]) == 0
    assert "stack orders-dev: nothing to change" in capsys.readouterr().err

    assert main(["destroy", "orders", "--local"]) == 1
    assert "nobody can be asked here; add --yes" in capsys.readouterr().err
    assert main(["destroy", "orders", "--local", "--yes"]) == 0

    out, err = capsys.readouterr()
    assert "kept AWS::DynamoDB::Table orders-dev-" in out
    assert "AWS::Lambda::Version" not in out
    assert "to go on with these, import them into its stack first" in err
    assert main(["destroy", "orders", "--local", "--yes"]) == 2


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "the template needs a value for AlertEmail; add --alert-email ADDRESS"),
        (["--alert-email", "a@example.com", "--parameter", "Foo=1"], "the template has no parameter Foo; it has"),
        (["--alert-email", "a@example.com", "--environment", "moon"], 'Environment: "moon" is none of dev, test, prod'),
    ],
)
def test_parameters_that_do_not_fit_are_told_before_an_emulator_is_started(
    project: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], told: str
) -> None:
    assert main(["deploy", "orders", "--local", *arguments]) == 2

    assert capsys.readouterr().err.startswith(told)
    assert find_kept(project) is None


def test_parameters_that_do_not_fit_are_told_before_aws_is_asked(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_PROFILE", raising=False)

    assert main(["deploy", "orders", "--profile", "nobody", "--environment", "moon"]) == 2

    assert capsys.readouterr().err == 'Environment: "moon" is none of dev, test, prod\n'


def test_a_deployment_of_what_nobody_reviewed_is_refused(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compile", "orders"]) == 0
    template = project / "infra" / "orders" / "template.yaml"
    template.write_text(template.read_text() + "# by hand\n")

    assert main(["deploy", "orders", "--local"]) == 2

    assert "infra/orders/template.yaml is not what the definition says now" in capsys.readouterr().err


def test_aws_without_credentials_is_told_what_to_do(
    project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_PROFILE", "AWS_ACCESS_KEY_ID", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(project))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")

    assert main(["deploy", "orders", "--yes"]) == 2
    assert "no region is configured; add --region" in capsys.readouterr().err
    assert main(["deploy", "orders", "--yes", "--region", "eu-central-1"]) == 3
    assert "no AWS credentials were found" in capsys.readouterr().err
    assert main(["deploy", "orders", "--yes", "--profile", "nobody"]) == 2
    assert "no profile is named nobody; see: aws configure list-profiles" in capsys.readouterr().err
