"""WF507."""

from collections.abc import Iterator

from workflow_dsl import asl
from workflow_dsl.asl.resource import limit
from workflow_dsl.checks.rule import Hit, Rule
from workflow_dsl.checks.samples import states, task
from workflow_dsl.checks.subject import Subject
from workflow_dsl.diagnostics import Severity


def _map(concurrency: int) -> dict[str, object]:
    processor = {"StartAt": "One", "States": {"One": task(Next=None, End=True, Catch=None)}}
    items = "{% $states.input.items %}"
    return {"Type": "Map", "Items": items, "MaxConcurrency": concurrency, "ItemProcessor": processor, "End": True}


class ConcurrencyAboveLimit(Rule):
    """More iterations at once than a Map runs."""

    code = "WF507"
    severity = Severity.WARNING
    why = "An inline Map runs at most 40 iterations at once and a distributed one 10,000, whatever is written."
    source = "https://docs.aws.amazon.com/step-functions/latest/dg/state-map.html"
    valid = (states(Each=_map(10)),)
    invalid = (states(Each=_map(500)),)

    def check(self, subject: Subject) -> Iterator[Hit]:
        """Compare with the limit of the Map's mode."""
        for state in subject.states:
            each = state.state
            if not isinstance(each, asl.Map) or not isinstance(each.MaxConcurrency, int):
                continue
            mode = "distributed" if each.is_distributed else "inline"
            most = limit(f"{mode}_map_concurrency")
            if each.MaxConcurrency > most:
                kind = "a distributed" if each.is_distributed else "an inline"
                asked = f"{each.MaxConcurrency:,} iterations at once"
                message = f'"{state.name}" asks for {asked}, and {kind} Map runs {most:,}'
                distributed = subject.words("DistributedMap", "distributed Map")
                instead = f"write at most {most:,}" + (f", or make it a {distributed}" if mode == "inline" else "")
                yield Hit(state.at("MaxConcurrency"), message, instead)
