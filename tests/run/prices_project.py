"""A project of a user whose function is a zip: libraries, a file of data, relative imports; and one that is inline."""

from __future__ import annotations

from pathlib import Path

from tests.packaging.wheelhouse import Wheelhouse

FILES = {
    "lambdas/__init__.py": "",
    "lambdas/prices/__init__.py": "",
    "lambdas/prices/contracts.py": '''\
"""What the steps say to each other."""

from pydantic import BaseModel


class PriceUnknown(Exception):
    """Terminal."""


class Item(BaseModel):
    article: str


class Price(BaseModel):
    cents: int


class Label(BaseModel):
    text: str
''',
    "lambdas/prices/catalogue.py": '''\
"""Prices, in a file beside this one."""

from pathlib import Path

import yaml
from .contracts import PriceUnknown

PRICES = yaml.load((Path(__file__).parent / "data" / "prices.yaml").read_text(), yaml.CSafeLoader)


def price(article):
    if article not in PRICES:
        raise PriceUnknown(article)
    return PRICES[article]
''',
    "lambdas/prices/find.py": '''\
"""Finds a price."""

import iniconfig
import yaml

from .catalogue import *
from .contracts import Item, Price


def handler(event, context):
    for library in (yaml._yaml, iniconfig):
        if "site-packages" in library.__file__:
            raise RuntimeError(f"{library.__file__} does not come with the zip")
    return Price(cents=price(Item.model_validate(event).article)).model_dump()
''',
    "lambdas/prices/label.py": '''\
"""Writes a label."""

from lambdas.prices.contracts import Label, Price


def handler(event, context):
    return Label(text=f"{Price.model_validate(event).cents} cents").model_dump()
''',
    "lambdas/prices/data/prices.yaml": "cup: 250\n",
    "definitions/__init__.py": "",
    "definitions/prices/__init__.py": "",
    "definitions/prices/workflow.py": '''\
"""Prices: find, label."""

from datetime import timedelta

from lambdas.prices import contracts
from workflow_dsl import Catch, Fail, LambdaFunction, LambdaTask, Succeed, Workflow, errors

find = LambdaFunction(
    "FindPrice",
    handler="lambdas.prices.find.handler",
    input=contracts.Item,
    output=contracts.Price,
    timeout=timedelta(seconds=20),
    requirements="lambdas/prices/requirements.txt",
    files=["lambdas/prices/data/*.yaml"],
)
label = LambdaFunction(
    "LabelPrice", handler="lambdas.prices.label.handler", input=contracts.Price, output=contracts.Label,
    timeout=timedelta(seconds=20),
)
workflow = Workflow("Prices", input=contracts.Item, timeout=timedelta(minutes=5))
found = LambdaTask(
    "FindPrice", find, payload=workflow.input, timeout=timedelta(seconds=30), retry=[errors.LAMBDA_TRANSIENT_RETRY],
    catch=[Catch(contracts.PriceUnknown, to="Unknown")],
)
labelled = LambdaTask(
    "LabelPrice", label, payload=found.output, timeout=timedelta(seconds=30), retry=[errors.LAMBDA_TRANSIENT_RETRY],
)
workflow.steps = [
    found,
    labelled,
    Succeed("Done", output={"label": labelled.output.text}),
]
workflow.route(Fail("Unknown", error="PriceUnknown", cause="there is no such article"))
''',
}


def write_project(folder: Path, wheels: Wheelhouse) -> Path:
    """Write the project to a folder; its libraries are those of this Python."""
    wheels.add_installed("pyyaml")
    wheels.add_installed("iniconfig")
    for name, text in {**FILES, "lambdas/prices/requirements.txt": wheels.requirements("pyyaml", "iniconfig")}.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder
