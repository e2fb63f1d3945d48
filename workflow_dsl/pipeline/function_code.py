"""The code of a program's functions: sources for the template, and plans of the zips."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from workflow_dsl import packaging
from workflow_dsl.diagnostics import Finding, FindingsError
from workflow_dsl.program import Program
from workflow_dsl.resources import AnyFunction
from workflow_dsl.stack import Code, StackOptions, ZipCode
from workflow_dsl.stack.lambda_ import RUNTIME

Found = TypeVar("Found")


def function_code(program: Program, root: Path, options: StackOptions) -> Mapping[str, Code]:
    """The code of each function, by its logical id. Raises FindingsError with the faults of all of them."""
    read = packaging.read_source(root)

    def code_of(function: AnyFunction) -> Code:
        if function.is_zip:
            return ZipCode(_plan(function, root, options).key)
        return _folded(function, read)

    return _of_each(program.functions, code_of)


def _folded(function: AnyFunction, read: Callable[[str], str]) -> str:
    try:
        return packaging.fold_handler(function.handler, read)
    except FindingsError:
        # Only faults are told with the handler's place, and to find it the definition has to be parsed.
        return packaging.fold_handler(function.handler, read, place=function.place("handler"))


def plan_zips(program: Program, root: Path, options: StackOptions) -> Mapping[str, "packaging.Asset"]:
    """The zip of each function that is one, for Lambda, by the function's logical id. Raises FindingsError."""
    zipped = [function for function in program.functions if function.is_zip]
    return _of_each(zipped, lambda function: _plan(function, root, options))


def _plan(function: AnyFunction, root: Path, options: StackOptions) -> "packaging.Asset":
    platform = packaging.lambda_platform(options.architecture, RUNTIME.removeprefix("python"))
    return packaging.plan_asset(function, root, platform)


def _of_each(functions: Iterable[AnyFunction], find: Callable[[AnyFunction], Found]) -> Mapping[str, Found]:
    found: dict[str, Found] = {}
    findings: list[Finding] = []
    for function in functions:
        try:
            found[function.logical_id] = find(function)
        except FindingsError as error:
            findings.extend(error.findings)
    if findings:
        raise FindingsError(*dict.fromkeys(findings))
    return found
