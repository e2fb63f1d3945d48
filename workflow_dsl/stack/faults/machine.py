"""State machines: of the right kind, logged without data, traced, and calling code that stays as it is."""

from collections.abc import Iterator

from workflow_dsl.stack.faults.fault import Fault, Resources, dig, named, of_type

MACHINE = "AWS::StepFunctions::StateMachine"


def not_standard(resources: Resources) -> Iterator[Fault]:
    """An Express execution ends after five minutes and may run twice.

    Source: https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html
    """
    for logical_id, properties in of_type(resources, MACHINE):
        if properties.get("StateMachineType", "STANDARD") != "STANDARD":
            yield Fault("WF702", logical_id, "the state machine is not STANDARD", "write StateMachineType: STANDARD")


def not_logged(resources: Resources) -> Iterator[Fault]:
    """Without all events in the log, what happened cannot be found out after 90 days."""
    for logical_id, properties in of_type(resources, MACHINE):
        logging = properties.get("LoggingConfiguration")
        if dig(logging, "Level") != "ALL" or not dig(logging, "Destinations"):
            instead = "write LoggingConfiguration with Level: ALL and a log group"
            yield Fault("WF703", logical_id, "the state machine does not log all its events", instead)


def data_in_logs(resources: Resources) -> Iterator[Fault]:
    """Inputs and outputs of states are customers' data; a log is read by more people than they are meant for."""
    for logical_id, properties in of_type(resources, MACHINE):
        if dig(properties, "LoggingConfiguration", "IncludeExecutionData"):
            yield Fault("WF704", logical_id, "the log holds execution data", "write IncludeExecutionData: false")
    for logical_id, properties in of_type(resources, "AWS::ApiGateway::Stage"):
        if any(setting.get("DataTraceEnabled") for setting in properties.get("MethodSettings", ())):
            yield Fault("WF704", logical_id, "the log holds requests and responses", "remove DataTraceEnabled")


def not_traced(resources: Resources) -> Iterator[Fault]:
    """One trace leads from the request through the machine to each function."""
    wanted = {
        MACHINE: (("TracingConfiguration", "Enabled"), True),
        "AWS::Lambda::Function": (("TracingConfig", "Mode"), "Active"),
        "AWS::ApiGateway::Stage": (("TracingEnabled",), True),
    }
    for kind, (path, value) in wanted.items():
        for logical_id, properties in of_type(resources, kind):
            if dig(properties, *path) != value:
                yield Fault("WF705", logical_id, "it is not traced", f"write {'.'.join(path)}: {value}")


def unpinned_code(resources: Resources) -> Iterator[Fault]:
    """A machine that calls a function without a version changes under executions that are running."""
    functions = {logical_id for logical_id, _ in of_type(resources, "AWS::Lambda::Function")}
    for logical_id, properties in of_type(resources, MACHINE):
        for key, value in properties.get("DefinitionSubstitutions", {}).items():
            if named(value) in functions:
                message = f"${{{key}}} is a function's latest code, which changes under running executions"
                yield Fault("WF706", logical_id, message, "refer to an AWS::Lambda::Version of it")
