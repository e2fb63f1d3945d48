"""Faults put into the template of the payment workflow, one at a time: each is found by the rule meant for it alone."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from tests.checks.payment_machine import ROOT, payment_program
from tests.checks.test_definition_faults import edit, put, without
from workflow_dsl.checks.template_engine import check_template
from workflow_dsl.packaging import fold_handler, read_source
from workflow_dsl.source import read_json
from workflow_dsl.stack import build_template

Resources = dict[str, Any]
Fault = Callable[[Resources], None]

P = "Properties"
MACHINE = "StepFunctionsStateMachinePaymentWorkflow"
TABLE = "DynamoDBTablePaymentTransactions"
ALERTS = "SNSTopicPaymentWorkflowAlerts"
CHARGE = "LambdaFunctionProcessPayment"
STATES = (MACHINE, P, "Definition", "States")


@cache
def _good_text() -> str:
    read = read_source(ROOT)
    program = payment_program()
    code = {function.logical_id: fold_handler(function.handler, read) for function in program.functions}
    return json.dumps(build_template(program, code).to_json())


def good_template() -> dict[str, Any]:
    """The payment workflow's template as JSON, fresh."""
    template: dict[str, Any] = json.loads(_good_text())
    return template


def codes_of(template: dict[str, Any]) -> set[str]:
    """The codes that are found in a template."""
    return {finding.code for finding in check_template(read_json(json.dumps(template), file="template.json"))}


def statement(policy: str, *words: str, document: str = "PolicyDocument", **changes: Any) -> Fault:
    """Changes the one statement of a policy in which all the words stand; without changes, takes it away."""

    def fault(resources: Resources) -> None:
        statements = resources[policy][P][document]["Statement"]
        (found,) = [each for each in statements if all(word in json.dumps(each) for word in words)]
        if changes:
            found.update(changes)
        else:
            statements.remove(found)

    return fault


def conditionless(policy: str, word: str, document: str = "PolicyDocument") -> Fault:
    """Takes the condition from the one statement in which the word stands."""

    def fault(resources: Resources) -> None:
        statements = resources[policy][P][document]["Statement"]
        (found,) = [each for each in statements if word in json.dumps(each)]
        del found["Condition"]

    return fault


def dashboard(change: Callable[[str], str]) -> Fault:
    """Changes the text of the dashboard."""
    return edit(change, "CloudWatchDashboard", P, "DashboardBody", "Fn::Sub")


def latest_code(resources: Resources) -> None:
    """Calls whatever code the function has."""
    substitutions = resources[MACHINE][P]["DefinitionSubstitutions"]
    substitutions[CHARGE] = {"Fn::GetAtt": [CHARGE, "Arn"]}


def version_not_kept(resources: Resources) -> None:
    """Lets the next deployment delete the version of a function."""
    del resources[resources[MACHINE][P]["DefinitionSubstitutions"][CHARGE]["Ref"]]["DeletionPolicy"]


def without_alarm(name: str) -> Fault:
    """Takes an alarm away, also where it is named."""

    def fault(resources: Resources) -> None:
        del resources[name]
        rule = resources["CloudWatchCompositeAlarmPaymentWorkflow"][P]["AlarmRule"]
        rule["Fn::Sub"] = rule["Fn::Sub"].replace(f"ALARM(${{{name}}}) OR ", "")
        body = resources["CloudWatchDashboard"][P]["DashboardBody"]
        body["Fn::Sub"] = body["Fn::Sub"].replace(f'"${{{name}.Arn}}",', "")

    return fault


FAULTS: dict[str, tuple[Fault, str]] = {
    # the state machine in the template
    "a Next that leads nowhere": (put(*STATES, "NotifyFailure", "Next", "AlertOperation"), "WF102"),
    "a removed Retry": (without(*STATES, "ProcessPayment", "Retry"), "WF305"),
    "a removed Catch": (without(*STATES, "NotifyFailure", "Catch"), "WF318"),
    "a removed time-out": (without(*STATES, "ProcessPayment", "TimeoutSeconds"), "WF306"),
    "a dead state": (put(*STATES, "Forgotten", {"Type": "Pass", "Next": "PaymentFailed"}), "WF101"),
    "catchers in the wrong order": (edit(lambda given: given[::-1], *STATES, "ProcessPayment", "Catch"), "WF301"),
    "a decline that is tried again": (edit(lambda given: given[1:], *STATES, "ProcessPayment", "Retry"), "WF304"),
    "an expression that is none": (
        put(*STATES, "RouteDuplicate", "Choices", 0, "Condition", "{% $validatePayment.outcome = %}"),
        "WF211",
    ),
    "a time-out of the function as long as the state's": (put(CHARGE, P, "Timeout", 40), "WF310"),
    "STANDARD turned EXPRESS": (put(MACHINE, P, "StateMachineType", "EXPRESS"), "WF702"),
    # what runs around it
    "a machine without a log": (without(MACHINE, P, "LoggingConfiguration"), "WF703"),
    "a log switched off": (put(MACHINE, P, "LoggingConfiguration", "Level", "OFF"), "WF703"),
    "a log of failures only": (put(MACHINE, P, "LoggingConfiguration", "Level", "ERROR"), "WF703"),
    "requests in the log of the API": (
        put("ApiGatewayStagePayments", P, "MethodSettings", 0, "DataTraceEnabled", True),
        "WF704",
    ),
    "a table that one call deletes": (put(TABLE, P, "DeletionProtectionEnabled", False), "WF715"),
    "dead letters that raise no alarm": (without_alarm("CloudWatchAlarmDeadLetters"), "WF721"),
    "an alarm that tells nobody": (without("CloudWatchAlarmParkedPayments", P, "AlarmActions"), "WF722"),
    "a dashboard without its machine": (dashboard(lambda body: body.replace("AWS/States", "AWS/State")), "WF723"),
    "execution data in the log": (put(MACHINE, P, "LoggingConfiguration", "IncludeExecutionData", True), "WF704"),
    "a machine that is not traced": (put(MACHINE, P, "TracingConfiguration", "Enabled", False), "WF705"),
    "a function that is not traced": (without(CHARGE, P, "TracingConfig"), "WF705"),
    "code that changes under running executions": (latest_code, "WF706"),
    "a placeholder that nothing replaces": (without(MACHINE, P, "DefinitionSubstitutions", CHARGE), "WF727"),
    "a replacement of the wrong name": (
        edit(
            lambda given: {name.replace("ProcessPayment", "ProcesPayment"): value for name, value in given.items()},
            MACHINE, P, "DefinitionSubstitutions",
        ),
        "WF727",
    ),
    # keys
    "a topic without a key": (without(ALERTS, P, "KmsMasterKeyId"), "WF707"),
    "a queue without a key": (without("SQSQueueParkedPayments", P, "KmsMasterKeyId"), "WF707"),
    "a table without a key of its own": (without(TABLE, P, "SSESpecification"), "WF707"),
    "a log without a key": (without("LogsLogGroupPaymentWorkflow", P, "KmsKeyId"), "WF707"),
    "a secret without a key of its own": (without("SecretsManagerSecretPaymentGatewayKey", P, "KmsKeyId"), "WF707"),
    "a key that is never rotated": (put("KMSKeyEncryption", P, "EnableKeyRotation", False), "WF731"),
    # who may do what
    "a topic that may be used without TLS": (
        statement("SNSTopicPolicyPaymentWorkflowAlerts", "aws:SecureTransport"),
        "WF708",
    ),
    "a topic that may be used without TLS alone": (
        statement(
            "SNSTopicPolicyPaymentWorkflowAlerts", "aws:SecureTransport",
            Condition={"Bool": {"aws:SecureTransport": "true"}},
        ),
        "WF708",
    ),
    "alerts that all but operations may read": (
        statement(
            "SNSTopicPolicyPaymentWorkflowAlerts", "sns:Subscribe",
            Condition={"StringEquals": {"sns:Endpoint": {"Ref": "AlertEmail"}}},
        ),
        "WF710",
    ),
    "an open topic policy": (
        statement("SNSTopicPolicyPaymentWorkflowAlerts", "cloudwatch.amazonaws.com", Principal="*", Condition={}),
        "WF709",
    ),
    "an open key": (statement("KMSKeyEncryption", ":root", document="KeyPolicy", Principal={"AWS": "*"}), "WF709"),
    "an open API": (
        statement("ApiGatewayRestApiPayments", "Invoke", document="Policy", Principal="*"),
        "WF709",
    ),
    "alerts that anybody in the account may send": (
        statement("SNSTopicPolicyPaymentWorkflowAlerts", "aws:PrincipalArn"),
        "WF710",
    ),
    "alerts that anybody in the account may read": (
        statement("SNSTopicPolicyPaymentWorkflowAlerts", "sns:Subscribe"),
        "WF710",
    ),
    "a role for every action": (
        statement("IAMManagedPolicyStoreTransaction", "dynamodb", Action="dynamodb:*"),
        "WF711",
    ),
    "a role that administers the account": (
        edit(lambda given: [*given, "arn:aws:iam::aws:policy/AdministratorAccess"],
             "IAMRoleStoreTransaction", P, "ManagedPolicyArns"),
        "WF711",
    ),
    "a role for every table": (statement("IAMManagedPolicyStoreTransaction", "dynamodb", Resource="*"), "WF711"),
    "a role that any account may use": (
        conditionless("IAMRolePaymentWorkflow", "sts:AssumeRole", "AssumeRolePolicyDocument"),
        "WF712",
    ),
    "a function that anybody's rule may invoke": (
        without("LambdaPermissionReconcilePayments", P, "SourceArn"),
        "WF713",
    ),
    "a machine that may not call its functions": (
        statement("IAMManagedPolicyPaymentWorkflow", "lambda:InvokeFunction"),
        "WF724",
    ),
    "a machine that may not send its alerts": (
        statement("IAMManagedPolicyPaymentWorkflow", "sns:Publish"),
        "WF724",
    ),
    "a method that everybody may call": (
        put("ApiGatewayMethodPayments", P, "AuthorizationType", "NONE"),
        "WF718",
    ),
    "bodies of any kind": (put("ApiGatewayModelPayments", P, "Schema", {}), "WF719"),
    "bodies that nobody checks": (without("ApiGatewayMethodPayments", P, "RequestValidatorId"), "WF719"),
    "an API without limits": (without("ApiGatewayStagePayments", P, "MethodSettings"), "WF720"),
    "an API without a resource policy": (without("ApiGatewayRestApiPayments", P, "Policy"), "WF732"),
    "an API without an access log": (without("ApiGatewayStagePayments", P, "AccessLogSetting"), "WF720"),
    "alarms that the key of the topic refuses": (
        statement("KMSKeyEncryption", "cloudwatch.amazonaws.com", document="KeyPolicy"),
        "WF722",
    ),
    "alarms that the topic refuses": (
        statement("SNSTopicPolicyPaymentWorkflowAlerts", "cloudwatch.amazonaws.com"),
        "WF722",
    ),
    # data
    "code that is deleted under running executions": (version_not_kept, "WF733"),
    "a table that is deleted with the stack": (without(TABLE, "DeletionPolicy"), "WF714"),
    "a table that a change replaces": (put(TABLE, "UpdateReplacePolicy", "Delete"), "WF714"),
    "a table without a past": (without(TABLE, P, "PointInTimeRecoverySpecification"), "WF715"),
    "a log that is kept for ever": (without("LogsLogGroupProcessPayment", P, "RetentionInDays"), "WF716"),
    "events that are thrown away": (
        without("EventsRulePaymentRequested", P, "Targets", 0, "DeadLetterConfig"),
        "WF717",
    ),
    "a parking queue that forgets": (put("SQSQueueParkedPayments", P, "MessageRetentionPeriod", 3600), "WF730"),
    "a secret in plain text": (
        put(CHARGE, P, "Environment", "Variables", "GATEWAY_KEY", "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc"),
        "WF725",
    ),
    "a gateway without TLS": (
        put(CHARGE, P, "Environment", "Variables", "GATEWAY_URL", "http://api.example.com"),
        "WF729",
    ),
    # who is told
    "failures that raise no alarm": (without_alarm("CloudWatchAlarmExecutionsFailed"), "WF721"),
    "aborted executions that raise no alarm": (without_alarm("CloudWatchAlarmExecutionsAborted"), "WF721"),
    "an alarm that goes off when nothing fails": (
        put("CloudWatchAlarmExecutionsFailed", P, "ComparisonOperator", "LessThanThreshold"),
        "WF721",
    ),
    "an alarm that many failures do not set off": (
        put("CloudWatchAlarmExecutionsFailed", P, "Statistic", "Minimum"),
        "WF721",
    ),
    "an alarm on another metric": (
        put("CloudWatchAlarmExecutionsTimedOut", P, "MetricName", "ExecutionsStarted"),
        "WF721",
    ),
    "an alarm that is switched off": (put("CloudWatchAlarmExecutionsFailed", P, "ActionsEnabled", False), "WF722"),
    "alerts that nobody reads": (without("SNSSubscriptionPaymentWorkflowAlerts"), "WF728"),
    "a dashboard of what is not there": (
        dashboard(lambda body: body.replace("SQSQueueDeadLetters.", "SQSQueueGone.")),
        "WF723",
    ),
    "a dashboard that is not JSON": (dashboard(lambda body: body.replace('"widgets"', "widgets")), "WF723"),
    "a function that may not run": (put(CHARGE, P, "ReservedConcurrentExecutions", 0), "WF726"),
    "a rule that is disabled": (put("EventsRulePaymentRequested", P, "State", "DISABLED"), "WF726"),
}  # fmt: skip


def test_nothing_is_found_in_the_template_of_the_payment_workflow() -> None:
    assert codes_of(good_template()) == set()


def test_there_are_at_least_forty_faults() -> None:
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_found_by_the_rule_meant_for_it_and_by_no_other(name: str) -> None:
    fault, code = FAULTS[name]
    template = good_template()
    before = copy.deepcopy(template)

    fault(template["Resources"])

    assert template != before, "the fault changed nothing"
    assert codes_of(template) == {code}
