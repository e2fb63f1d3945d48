"""WF729."""

import re
from collections.abc import Iterator
from typing import Any, Final

from workflow_dsl.checks.rule import Hit, TemplateRule, TemplateSample
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import FUNCTION_TYPES, TemplateSubject
from workflow_dsl.diagnostics import Severity

_PLAIN: Final = re.compile(r"http://(?!127\.0\.0\.1\b|localhost\b|\[::1\])")


def _stack(address: str) -> TemplateSample:
    return sample(Pay=resource("Lambda::Function", {"Environment": {"Variables": {"GATEWAY_URL": address}}}))


def _is_plain(value: Any) -> bool:
    return isinstance(value, str) and _PLAIN.match(value) is not None


class PlainHttp(TemplateRule):
    """An address without TLS."""

    code = "WF729"
    severity = Severity.WARNING
    why = "Keys and customers' data go over the wire in plain text. Only this machine's own addresses may be http."
    source = "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html"
    valid = (_stack("https://api.example.com"),)
    invalid = (_stack("http://api.example.com"),)

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at the defaults of parameters and at the environments of functions."""
        for name, parameter in template.section("Parameters").items():
            if isinstance(parameter, dict) and _is_plain(parameter.get("Default")):
                yield Hit(("Parameters", name, "Default"), f"{name} is an address without TLS", "write https://")
        for each in template.of_type(*FUNCTION_TYPES):
            environment = each.properties.get("Environment")
            variables = environment.get("Variables") if isinstance(environment, dict) else None
            for name, value in variables.items() if isinstance(variables, dict) else ():
                if _is_plain(value):
                    yield Hit(
                        each.at("Environment", "Variables", name),
                        f"{name} of {each.id} is an address without TLS",
                        "write https://",
                    )
