"""Choice rules of JSONPath as Python's comparisons, where Python can say them."""

from typing import Any

from workflow_dsl import asl
from workflow_dsl.decompiler.author import Author
from workflow_dsl.decompiler.literals import scalar, string
from workflow_dsl.decompiler.printer import Argument, Atom, Call, Either, Node
from workflow_dsl.decompiler.values import Values

_DEEPEST = 40
_SIGNS = {"Equals": "==", "LessThan": "<", "LessThanEquals": "<=", "GreaterThan": ">", "GreaterThanEquals": ">="}
_TYPES = {"String": "str", "Numeric": "float", "Boolean": "bool", "Timestamp": "datetime"}


class Conditions:
    """The conditions of one Choice."""

    def __init__(self, author: Author, values: Values) -> None:
        self._author = author
        self._values = values
        self._depth = 0

    def of(self, rule: asl.ChoiceRule) -> Node:
        """The condition of a rule; the comment of the outermost one is told elsewhere."""
        self._depth = 0
        return self._of(rule, None)

    def _of(self, rule: asl.ChoiceRule, comment: str | None) -> Node:
        self._depth += 1
        node = self._said(rule, comment)
        if self._depth % _DEEPEST == 0:
            # Python's parser takes only so many brackets within brackets.
            node = Atom(self._author.lift(node, f"{self._values.label} condition"))
        self._depth -= 1
        return node

    def _said(self, rule: asl.ChoiceRule, comment: str | None) -> Node:
        match rule:
            case asl.Condition(Condition=condition):
                return self._values.text(condition) if isinstance(condition, str) else Atom(scalar(condition))
            case asl.And(And=parts):
                return self._combined("all_of", [self._of(part, part.Comment) for part in parts], comment)
            case asl.Or(Or=parts):
                return self._combined("any_of", [self._of(part, part.Comment) for part in parts], comment)
            case asl.Not(Not=part):
                return self._inverse(part, comment)
            case asl.Comparison():
                return self._comparison(rule, comment)

    def _combined(self, name: str, parts: list[Node], comment: str | None) -> Node:
        if comment is not None:
            parts.append(Argument("comment=", Atom(string(comment))))
        return Call(self._author.use(name), parts)

    def _inverse(self, part: asl.ChoiceRule, comment: str | None) -> Node:
        if isinstance(part, asl.Comparison) and comment is None and part.Comment is None:
            sign = _sign(part.operator)
            if sign is not None and sign[1] == "==":
                return self._sides(part, sign[0], "!=", "not_")
        return self._combined("not_", [self._of(part, part.Comment)], comment)

    def _comparison(self, rule: asl.Comparison, comment: str | None) -> Node:
        if rule.operator == "IsPresent" and rule.operand is True and comment is None:
            return Call(self._author.use("exists"), [self._values.path(rule.Variable)])
        sign = _sign(rule.operator)
        if sign is None or comment is not None or not _is_comparable(rule, sign[0]):
            return self._rule(rule, comment)
        return self._sides(rule, *sign, "")

    def _sides(self, rule: asl.Comparison, kind: str, sign: str, around: str) -> Node:
        """`path == value`; where that is too long for a line, the rule by its name."""
        right = self._right(rule, kind)
        if right is None:
            return Call(self._author.use(around), [self._rule(rule, None)]) if around else self._rule(rule, None)
        short = Atom(f"{self._values.path(rule.Variable).flat} {sign} {right.flat}")
        if short.columns < 90:
            return short
        long = self._rule(rule, None)
        return Either(short, Call(self._author.use(around), [long]) if around else long)

    def _right(self, rule: asl.Comparison, kind: str) -> Node | None:
        operand: Any = rule.operand
        if rule.operator.endswith("Path"):
            if kind == "Timestamp":
                self._author.use("datetime")
            return self._values.path(operand, _TYPES[kind])
        if not _is_comparable(rule, kind):
            return None
        if kind == "Timestamp":
            return Call(self._author.use("timestamp"), [self._values.text(operand)])
        return self._values.text(operand) if isinstance(operand, str) else Atom(scalar(operand))

    def _rule(self, rule: asl.Comparison, comment: str | None) -> Node:
        arguments: list[Node] = [Atom(string(rule.operator)), Atom(string(rule.Variable))]
        if rule.operand is not True or rule.operator == "BooleanEquals":
            operand = rule.operand
            arguments.append(self._values.text(operand) if isinstance(operand, str) else Atom(scalar(operand)))
        if comment is not None:
            arguments.append(Argument("comment=", Atom(string(comment))))
        return Call(self._author.use("rule"), arguments)


def _sign(operator: str) -> tuple[str, str] | None:
    """The kind of value and the sign, as ("String", "==")."""
    plain = operator.removesuffix("Path")
    for kind in _TYPES:
        if plain.startswith(kind) and plain.removeprefix(kind) in _SIGNS:
            return kind, _SIGNS[plain.removeprefix(kind)]
    return None


def _is_comparable(rule: asl.Comparison, kind: str) -> bool:
    """Whether Python's comparison says the same: true and false are compared by the rule's name, as linters ask."""
    if rule.operator.endswith("Path"):
        return True
    if kind == "Boolean":
        return False
    return kind != "Numeric" or not isinstance(rule.operand, str | bool)
