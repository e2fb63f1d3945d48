"""Environment variables of functions, as Lambda takes them.

Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
"""

import json
import re
from functools import cache
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator

from workflow_dsl.resources.parameter import Parameter
from workflow_dsl.resources.resource import Resource

# A version of a function keeps its environment, and no other property of it may show a secret to make it a new one.
SECRET_REFUSED = '"{}" is a secret Parameter, and executions would go on with its old value'
VERSIONED_INSTEAD = "give the function a Secret and secret.grant_read()"


def _variable_name(name: str) -> str:
    facts = _facts()
    if name in facts["reserved"]:
        raise ValueError(f"Lambda sets {name} itself; read it in the handler, or choose another name")
    if not re.fullmatch(facts["name"], name):
        raise ValueError(
            f'"{name}" is no name of an environment variable; write two or more letters, digits and _, as "TABLE_NAME"'
        )
    return name


def _follows(value: str | Resource) -> str | Resource:
    if isinstance(value, Parameter) and value.secret:
        raise ValueError(f"{SECRET_REFUSED.format(value.name)}; {VERSIONED_INSTEAD}")
    return value


def _not_too_large(variables: dict[str, str | Resource]) -> dict[str, str | Resource]:
    # What resources stand for is known after the deployment only: their names alone are counted.
    size = sum(
        len(name.encode()) + (len(value.encode()) if isinstance(value, str) else 0) for name, value in variables.items()
    )
    most = _facts()["bytes"]
    if size > most:
        raise ValueError(
            f"the variables have {size:,} bytes, and Lambda takes {most:,}; put what is large into a file or a table"
        )
    return variables


Environment = Annotated[
    dict[Annotated[str, AfterValidator(_variable_name)], Annotated[str | Resource, AfterValidator(_follows)]],
    AfterValidator(_not_too_large),
]


@cache
def _facts() -> dict[str, Any]:
    table: dict[str, Any] = json.loads(Path(__file__).with_name("environment.json").read_bytes())
    return table
