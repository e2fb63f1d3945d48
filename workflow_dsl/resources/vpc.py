"""The network that a function is put into."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, ClassVar

from pydantic import AfterValidator, Field

from workflow_dsl.declaration import Declaration


def _id_of(kind: str, prefix: str) -> Callable[[str], str]:
    def check(given: str) -> str:
        if not re.fullmatch(f"{prefix}-[0-9a-z]+", given):
            raise ValueError(f'"{given}" is not the id of a {kind}; write it as "{prefix}-0a1b2c3d4e5f60718"')
        return given

    return check


_Subnet = Annotated[str, AfterValidator(_id_of("subnet", "subnet"))]
_Group = Annotated[str, AfterValidator(_id_of("security group", "sg"))]


class Vpc(Declaration):
    """Private subnets and security groups of a VPC, by their ids, for the `vpc` of a function: up to 16 and up to 5.

    The function reaches what the network lets it reach, and nothing else: AWS's services by VPC endpoints or a NAT
    gateway, the outside by the latter.
    Source: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
    """

    positional: ClassVar[tuple[str, ...]] = ()
    subnets: tuple[_Subnet, ...] = Field(min_length=1, max_length=16, description='["subnet-0a1b2c3d4e5f60718", ...]')
    security_groups: tuple[_Group, ...] = Field(min_length=1, max_length=5, description='["sg-0a1b2c3d4e5f60718", ...]')

    if TYPE_CHECKING:

        def __init__(
            self,
            *,
            subnets: tuple[str, ...] | list[str],
            security_groups: tuple[str, ...] | list[str],
        ) -> None: ...
