"""WF704."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, as_list
from workflow_dsl.diagnostics import Severity


def _pay(included: bool) -> TemplateSample:
    logging = {"Level": "ALL", "IncludeExecutionData": included}
    return sample(Pay=resource("StepFunctions::StateMachine", {"LoggingConfiguration": logging}))


class ExecutionDataLogged(TemplateRule):
    """A state machine or an API that writes the data it handles to its log."""

    code = "WF704"
    severity = Severity.WARNING
    why = "Everything that states pass to each other, customers' data included, is then kept where many can read it."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html"
    valid = (_pay(False),)
    invalid = (_pay(True),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at each machine's LoggingConfiguration, and at the data traces of APIs."""
        for machine in template.machines:
            logging = machine.setting("LoggingConfiguration")
            if isinstance(logging, dict) and logging.get("IncludeExecutionData") in (True, "true"):
                name = "Logging" if "Logging" in machine.resource.properties else "LoggingConfiguration"
                message = f"{machine.resource.id} writes the data of its executions to its log"
                yield Hit(machine.resource.at(name, "IncludeExecutionData"), message, "write false")
        for stage in template.of_type("AWS::ApiGateway::Stage"):
            for index, setting in enumerate(as_list(stage.properties.get("MethodSettings"))):
                if isinstance(setting, dict) and setting.get("DataTraceEnabled") in (True, "true"):
                    path = stage.at("MethodSettings", index, "DataTraceEnabled")
                    yield Hit(path, f"{stage.id} writes requests and answers to its log", "write false")
