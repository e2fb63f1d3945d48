"""The front door is a list that people can learn: sorted, complete, and everything in it explained."""

import workflow_dsl


def test_the_front_door_is_sorted_and_complete() -> None:
    names = workflow_dsl.__all__

    assert names == sorted(names)
    assert all(hasattr(workflow_dsl, name) for name in names)


def test_the_front_door_holds_what_the_manual_promises() -> None:
    promised = """
        AwsTask Catch Choice DynamoPutItem DynamoUpdateItem Fail LambdaFunction LambdaTask Map Parallel Parameter
        Pass Queue Retry Secret SnsPublish SqsSendMessage Succeed Table Topic Wait When Workflow
        all_of any_of bind context errors jsonata not_
    """

    assert set(promised.split()) <= set(workflow_dsl.__all__)


def test_everything_at_the_front_door_is_explained() -> None:
    unexplained = [name for name in workflow_dsl.__all__ if not getattr(workflow_dsl, name).__doc__]

    assert unexplained == []
