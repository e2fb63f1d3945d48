"""Names: how a step, a resource or a field is spelled in the outputs. str -> str; pure."""

from workflow_dsl.naming.case import lower_camel, snake_case, stack_name, upper_camel, words
from workflow_dsl.naming.unique import Names

__all__ = ["Names", "lower_camel", "snake_case", "stack_name", "upper_camel", "words"]
