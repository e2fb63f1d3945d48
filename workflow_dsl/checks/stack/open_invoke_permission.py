"""WF713."""

from collections.abc import Iterator

from workflow_dsl.checks.rule import Hit, TemplateRule
from workflow_dsl.checks.samples import resource
from workflow_dsl.checks.samples import template as sample
from workflow_dsl.checks.template import TemplateSubject
from workflow_dsl.diagnostics import Severity

_MAY = {"FunctionName": {"Ref": "Pay"}, "Action": "lambda:InvokeFunction", "Principal": "events.amazonaws.com"}


class OpenInvokePermission(TemplateRule):
    """A function that a service may invoke for anybody."""

    code = "WF713"
    severity = Severity.ERROR
    why = (
        "Without SourceArn or SourceAccount any customer of AWS can make that service call the function: the "
        "confused deputy."
    )
    source = "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"
    valid = (sample(May=resource("Lambda::Permission", {**_MAY, "SourceArn": {"Ref": "Api"}})),)
    invalid = (
        sample(May=resource("Lambda::Permission", _MAY)),
        sample(May=resource("Lambda::Permission", {**_MAY, "Principal": "*"})),
    )

    def check(self, template: TemplateSubject) -> Iterator[Hit]:
        """Look at each permission of a service, or of everybody."""
        for each in template.of_type("AWS::Lambda::Permission"):
            principal = str(each.properties.get("Principal"))
            outside = principal == "*" or principal.endswith(".amazonaws.com")
            if outside and not {"SourceArn", "SourceAccount", "PrincipalOrgID"} & each.properties.keys():
                message = f"{each.id} lets {principal} invoke the function for anybody"
                yield Hit(each.at("Principal"), message, 'add "SourceArn"')
