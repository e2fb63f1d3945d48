"""WF501."""

from collections.abc import Iterator

from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import charge, states
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class DefinitionTooLarge(Rule):
    """A definition that is larger than the service takes."""

    code = "WF501"
    severity = Severity.ERROR
    why = "A definition has at most 1,048,576 bytes, placeholders replaced."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html"
    valid = (charge(),)
    invalid = (states(Keep={"Type": "Pass", "Output": {"text": "x" * 1_048_577}, "End": True}),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Measure the text, or without one what is certain to be in it."""
        most = limit("definition_bytes")
        size = subject.size
        if size is None:
            size = sum(len(text.value) for _, texts in subject.texts for text in texts)
        if size > most:
            message = f"the definition has {size:,} bytes, and the service takes {most:,}"
            yield Hit((), message, "split it: start a second state machine for a part of it")
