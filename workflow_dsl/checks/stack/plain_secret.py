"""WF725."""

import re
from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import KEPT, resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject, strings_of
from workflow_dsl.diagnostics import Severity

_NAME: Final = re.compile(r"(?i)(password|secret|token|api_?key|private_?key|gateway_?key)$")
_SECRET: Final = re.compile(
    r"\b(?:[sr]k_(?:live|test)_[0-9A-Za-z]{16,}|AKIA[0-9A-Z]{16}|ghp_[0-9A-Za-z]{36}|xox[bp]-[0-9A-Za-z-]{20,})"
    r"|-----BEGIN (?:RSA |EC )?PRIVATE KEY-----"
)


def _function(key: str) -> dict[str, Any]:
    return resource("Lambda::Function", {"Environment": {"Variables": {"GATEWAY_KEY": key}}})


def _sections(value: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, each in value.items() if isinstance(value, dict) else ():
        if isinstance(each, dict):
            yield name, each


class PlainSecret(TemplateRule):
    """A secret written into the template, or a parameter that shows one."""

    code = "WF725"
    severity = Severity.ERROR
    why = (
        "A template is kept in the repository and in CloudFormation for everybody who may read stacks; a "
        "parameter without NoEcho is shown in the console."
    )
    source = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/security-best-practices.html#creds"
    valid = (sample(Parameters={"GatewayKey": {"Type": "String", "NoEcho": True}}),)
    invalid = (
        sample(Parameters={"GatewayKey": {"Type": "String"}}),
        sample(Pay=_function("sk_" + "live_" + "51H8Zt0123456789abcdef")),
        sample(Key=resource("SecretsManager::Secret", {"SecretString": "letmein"}, **KEPT)),
        sample(Parameters={"GatewayKey": {"Type": "String", "NoEcho": True, "Default": "letmein"}}),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the names of parameters, and at every string of the resources."""
        for name, parameter in _sections(template.section("Parameters")):
            if (
                _NAME.search(name)
                and "SSM" not in str(parameter.get("Type"))
                and not name.endswith(("Arn", "Name", "Id"))
            ):
                if parameter.get("NoEcho") not in (True, "true"):
                    yield Hit(
                        ("Parameters", name),
                        f"{name} is shown to everybody who may read the stack",
                        'write "NoEcho": true',
                        of_key=True,
                    )
                elif parameter.get("Default"):
                    yield Hit(
                        ("Parameters", name, "Default"),
                        f"the default of {name} is a secret in plain text",
                        "leave the default out",
                    )
        for each in template.resources.values():
            for path, text in strings_of(each.properties, (*each.at(), "Properties")):
                written = each.type == "AWS::SecretsManager::Secret" and path[-1] == "SecretString"
                if written or _SECRET.search(text):
                    yield Hit(
                        path,
                        f"{each.id} has a secret in plain text",
                        "keep it in Secrets Manager, and name its ARN here",
                    )
