"""Random definitions, as JSON values: every state type, both query languages, nested maps and parallels."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

Json = dict[str, Any]

LITERALS = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False, allow_infinity=False)
NAMES = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=12)
WORDS = st.sampled_from(["order", "Total", "customerId", "ünï", "a b"])
VALUES = st.recursive(
    LITERALS | NAMES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
EXPRESSIONS = st.sampled_from(["{% $states.input.total %}", "{% $order.id & '-' %}", "{% $count($states.input) > 3 %}"])
PATHS = st.sampled_from(["$", "$.total", "$.order['id']", "$.items[0]", "$$.Execution.Id", "$order.id"])
REFERENCES = st.sampled_from(["$", "$.total", "$.order.id"])
ERRORS = st.lists(
    st.sampled_from(["States.Timeout", "Lambda.TooManyRequestsException", "Declined"]), min_size=1, max_size=3
)
TARGETS = st.integers(0, 11)
OPERATORS = (
    st.tuples(st.sampled_from(["StringEquals", "StringMatches", "StringEqualsPath", "NumericLessThanPath"]), PATHS)
    | st.tuples(st.sampled_from(["NumericEquals", "NumericGreaterThanEquals"]), st.integers() | st.floats(-9, 9))
    | st.tuples(st.sampled_from(["IsPresent", "IsNull", "BooleanEquals"]), st.booleans())
    | st.tuples(st.just("TimestampLessThan"), st.just("2026-03-14T01:59:00Z"))
)


def machines(*, names: st.SearchStrategy[str] = NAMES) -> st.SearchStrategy[Json]:
    """Definitions that read without a fault; transitions lead to states that exist."""
    return _machine("JSONPath", names) | _machine("JSONata", names)


def _machine(language: str, names: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    leaf = _leaf(language)
    bodies = st.recursive(_group(leaf, names), lambda inner: _group(leaf | _nest(language, inner), names), max_leaves=4)
    extra = _optional(Comment=NAMES, TimeoutSeconds=st.integers(1, 99_999_999), Version=st.just("1.0"))
    head = st.just({"QueryLanguage": "JSONata"} if language == "JSONata" else {})
    return _merged(bodies, extra, head)


def _group(states: st.SearchStrategy[Json], names: st.SearchStrategy[str]) -> st.SearchStrategy[Json]:
    """A number of states that lead to each other, and the one to start at."""
    found = st.dictionaries(names, states, min_size=1, max_size=4)
    return st.tuples(found, TARGETS).map(lambda pair: {"StartAt": _named(pair[0], pair[1]), "States": _wired(pair[0])})


def _named(group: dict[str, Json], target: int) -> str:
    return list(group)[target % len(group)]


def _wired(group: dict[str, Json]) -> dict[str, Json]:
    """The states with names in place of the numbers that were drawn as their targets."""
    return {name: _aimed(state, group) for name, state in group.items()}


def _aimed(state: Json, group: dict[str, Json]) -> Json:
    aimed: Json = {field: _named(group, state[field]) for field in ("Next", "Default") if field in state}
    lists: Json = {
        field: [_aimed(each, group) for each in state[field]] for field in ("Catch", "Choices") if field in state
    }
    return {**state, **aimed, **lists}


def _leaf(language: str) -> st.SearchStrategy[Json]:
    return st.one_of(
        _task(language), _pass(language), _choice(language), _wait(language), _succeed(language), _fail(language)
    )


def _task(language: str) -> st.SearchStrategy[Json]:
    resource = st.sampled_from(
        ["arn:aws:states:::lambda:invoke", "arn:aws:states:::sqs:sendMessage.waitForTaskToken", "${Function}"]
    )
    dynamic = (
        {"TimeoutSeconds": EXPRESSIONS, "HeartbeatSeconds": EXPRESSIONS, "Arguments": _object()}
        if language == "JSONata"
        else {"TimeoutSecondsPath": PATHS, "HeartbeatSeconds": st.integers(1, 60), "Parameters": _object()}
    )
    return _merged(_typed("Task", Resource=resource), _optional(**dynamic), _work(language), _common(language))


def _pass(language: str) -> st.SearchStrategy[Json]:
    jsonpath = _optional(Result=VALUES, ResultPath=REFERENCES | st.none(), Parameters=_object())
    return _merged(_typed("Pass"), jsonpath if language == "JSONPath" else st.just({}), _common(language))


def _choice(language: str) -> st.SearchStrategy[Json]:
    if language == "JSONata":
        rules = _merged(st.fixed_dictionaries({"Condition": EXPRESSIONS}), _optional(Assign=_object(), Output=VALUES))
    else:
        compared = st.tuples(PATHS, OPERATORS).map(lambda pair: {"Variable": pair[0], pair[1][0]: pair[1][1]})
        rules = st.recursive(
            compared,
            lambda inner: (
                st.lists(inner, min_size=1, max_size=3).map(lambda rules: {"And": rules})
                | st.lists(inner, min_size=1, max_size=3).map(lambda rules: {"Or": rules})
                | inner.map(lambda rule: {"Not": rule})
            ),
            max_leaves=4,
        )
    outermost = _merged(rules, st.fixed_dictionaries({"Next": TARGETS}))
    choices = _typed("Choice", Choices=st.lists(outermost, min_size=1, max_size=3))
    return _merged(choices, _optional(Default=TARGETS), _filters(language))


def _wait(language: str) -> st.SearchStrategy[Json]:
    dynamic = (
        {"Seconds": EXPRESSIONS, "Timestamp": EXPRESSIONS}
        if language == "JSONata"
        else {"SecondsPath": PATHS, "TimestampPath": PATHS}
    )
    literal = {"Seconds": st.integers(0, 99_999_999), "Timestamp": st.just("2026-03-14T01:59:00.5+01:00")}
    times = st.one_of(
        *(st.fixed_dictionaries({name: value}) for fields in (dynamic, literal) for name, value in fields.items())
    )
    return _merged(_typed("Wait"), times, _common(language))


def _succeed(language: str) -> st.SearchStrategy[Json]:
    return _merged(_typed("Succeed"), _filters(language))


def _fail(language: str) -> st.SearchStrategy[Json]:
    error = {"Error": NAMES} if language == "JSONata" else {"ErrorPath": PATHS}
    return _merged(_typed("Fail"), _optional(**error, Cause=NAMES, Comment=NAMES))


def _nest(language: str, inner: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    parallel = _typed("Parallel", Branches=st.lists(inner, min_size=1, max_size=2))
    config = st.fixed_dictionaries({"Mode": st.just("INLINE")}) | st.just(
        {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    )
    processor = _merged(inner, _optional(ProcessorConfig=config))
    each = _typed("Map", ItemProcessor=processor) | _typed("Map", Iterator=inner)
    settings = {
        "MaxConcurrency": st.integers(0, 40),
        "ItemSelector": _object(),
        "ToleratedFailurePercentage": st.floats(0, 100),
    }
    items = {"Items": EXPRESSIONS} if language == "JSONata" else {"ItemsPath": REFERENCES}
    many = _merged(each, _optional(**settings, **items))
    return _merged(parallel | many, _work(language), _common(language))


def _work(language: str) -> st.SearchStrategy[Json]:
    retrier = _merged(
        st.fixed_dictionaries({"ErrorEquals": ERRORS}),
        _optional(
            IntervalSeconds=st.integers(1, 9),
            MaxAttempts=st.integers(0, 9),
            BackoffRate=st.integers(1, 3) | st.floats(1, 3),
            MaxDelaySeconds=st.integers(10, 99),
            JitterStrategy=st.sampled_from(["FULL", "NONE"]),
        ),
    )
    kept = {"Output": VALUES} if language == "JSONata" else {"ResultPath": REFERENCES | st.none()}
    catcher = _merged(
        st.fixed_dictionaries({"ErrorEquals": ERRORS, "Next": TARGETS}), _optional(**kept, Assign=_object())
    )
    result = {} if language == "JSONata" else {"ResultSelector": _object(), "ResultPath": REFERENCES | st.none()}
    return _optional(Retry=st.lists(retrier, max_size=2), Catch=st.lists(catcher, max_size=2), **result)


def _common(language: str) -> st.SearchStrategy[Json]:
    leads = st.just({"End": True}) | st.fixed_dictionaries({"Next": TARGETS})
    return _merged(_filters(language), _optional(Assign=_object()), leads)


def _filters(language: str) -> st.SearchStrategy[Json]:
    if language == "JSONata":
        return _optional(Comment=NAMES, Output=VALUES | EXPRESSIONS, QueryLanguage=st.just("JSONata"))
    return _optional(Comment=NAMES, InputPath=PATHS | st.none(), OutputPath=PATHS | st.none())


def _object() -> st.SearchStrategy[Json]:
    return st.dictionaries(WORDS, VALUES, max_size=3)


def _typed(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"Type": st.just(kind), **fields})


def _optional(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({}, optional=fields)


def _merged(*parts: st.SearchStrategy[Json]) -> st.SearchStrategy[Json]:
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})
