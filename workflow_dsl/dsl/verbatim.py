"""Values that are written exactly as they are."""

from typing import Any

from workflow_dsl.dsl.expression import expression
from workflow_dsl.dsl.nodes import Verbatim


def verbatim(value: Any) -> Any:
    """The JSON value as it is, also where it looks like something else: `verbatim(None)` is null where None would mean
    that nothing is given, `verbatim("{%$count%}")` an expression with exactly these spaces, `verbatim("${Limit}")` a
    substitution where a number is wanted.
    """
    return expression(Verbatim(value), Any)
