"""The SDK itself, loaded when it is asked for, or what to do where it cannot be."""

import importlib
import warnings
from dataclasses import dataclass
from typing import Any

_PINS = 'pip install "workflow-dsl[datascience]"'


class SdkMissingError(ImportError):
    """The SDK is not installed, or not with the versions with which it can be imported."""


@dataclass(frozen=True, slots=True)
class Sdk:
    """The SDK's modules: its states, its choice rules, its workflow."""

    states: Any
    rules: Any
    workflow: Any


def load_sdk() -> Sdk:
    """The SDK. Raises SdkMissingError with what to install."""
    with warnings.catch_warnings():
        # Its last release is of 2022: Python warns of its comparisons, setuptools of its way to find its version.
        warnings.simplefilter("ignore")
        try:
            return Sdk(
                importlib.import_module("stepfunctions.steps.states"),
                importlib.import_module("stepfunctions.steps.choice_rule"),
                importlib.import_module("stepfunctions.workflow.stepfunctions"),
            )
        except Exception as error:  # its dependencies fail in many ways when they are too new
            reason = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"
            problem = f"the Data Science SDK cannot be imported ({reason})"
            raise SdkMissingError(f"{problem}; install it with the versions that it needs: {_PINS}") from error
