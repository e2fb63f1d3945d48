"""WF219."""

from collections.abc import Iterator

from workflow_dsl.asl.jsonpath import JsonPath
from workflow_dsl.checks.data.paths import parsed, path_texts
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import jsonpath, jsonpath_task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


class NotAReference(Rule):
    """A path that can select several values, or none of the state's own, where one place is wanted."""

    code = "WF219"
    severity = Severity.ERROR
    why = (
        "ResultPath says where to put a value, so it is one place in the state's own data. The service refuses "
        "wildcards, filters, the context object and variables there."
    )
    source = "https://states-language.net/spec.html#ref-paths"
    valid = (jsonpath(Charge=jsonpath_task(ResultPath="$.charge")),)
    invalid = (
        jsonpath(Charge=jsonpath_task(ResultPath="$.charges[*].id")),
        jsonpath(Charge=jsonpath_task(ResultPath="$$.Task")),
        jsonpath(Charge=jsonpath_task(ResultPath="$charge")),
    )

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Look at what each one selects."""
        for state, text, kind in path_texts(subject):
            found = parsed(text.value, kind) if kind == "result" else None
            if isinstance(found, JsonPath) and (found.root != "$" or not found.is_reference):
                field = subject.words("the path of the result", str(text.path[-1]))
                message = f'"{state.name}": {field} is {text.value}, which is no single place in the state\'s data'
                assign = subject.words("assign=", "Assign")
                yield Hit(text.path, message, f'name one place, as "$.charge"; use {assign} for a variable')
