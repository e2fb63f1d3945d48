"""What every step has."""

from typing import Annotated

from pydantic import AfterValidator, Field

from workflow_dsl.declaration import Declaration
from workflow_dsl.dsl.target import Target

# Legal in a definition, but CloudWatch and X-Ray lose what they do not accept.
# Source: https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
_REFUSED = '<>{}[]?*"#%\\^|~`$&,;:/'


def _plain(name: str) -> str:
    wrong = sorted({character for character in name if character in _REFUSED or not character.isprintable()})
    if wrong:
        raise ValueError(
            f"the name has {' '.join(map(repr, wrong))}, which logs and metrics do not take; use letters and digits"
        )
    if name != name.strip():
        raise ValueError("the name begins or ends with a space; drop it")
    return name


StateName = Annotated[
    str,
    Field(min_length=1, max_length=80, description='a name of 1 to 80 characters, as "ChargeCard"'),
    AfterValidator(_plain),
]


class Step(Declaration):
    """One step of a flow, and one state of the machine. `next` is the step that follows; without it, the one written
    next.
    """

    name: StateName
    comment: str | None = Field(None, description="a sentence for whoever reads the definition")


class Going(Step):
    """A step that something follows."""

    next: Target | None = Field(None, description="the step that follows, or its name in quotes")
