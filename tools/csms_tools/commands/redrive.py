"""`csms redrive`: tasks that were given up, listed and done again."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from csms_tools.commands import Failed
from csms_tools.commands.running import api_option, state_of

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

    from csms_tools.dead_letters import DeadLetter, Queues


@click.command()
@click.option("--stack", help="Of a deployment, by your credentials of AWS; else of a csms up.")
@click.option("--region", help="Where that stack is, if it is not where AWS_REGION says.")
@click.option("--yes", is_flag=True, help="Have them done again; else they are listed.")
@api_option
def redrive(stack: str | None, region: str | None, yes: bool, api: str) -> None:
    """List the tasks that were given up after 120 tries, or have them done again.

    Every task may be done twice. The rights it takes are sqs:ReceiveMessage, DeleteMessage and
    ChangeMessageVisibility on the dead letters, sqs:SendMessage on the task queue, and
    cloudformation:DescribeStackResource.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    from csms_tools import dead_letters

    try:
        sqs, queues = _deployed(stack, region) if stack else _local(api)
        found = list(dead_letters.dead_letters(sqs, queues))
        for letter in found:
            if yes:
                dead_letters.redrive(sqs, queues, letter)
            else:
                dead_letters.release(sqs, queues, letter)
            click.echo(_line(letter))
    except (BotoCoreError, ClientError) as error:
        raise Failed(str(error)) from error
    what = f"{len(found)} task{'' if len(found) == 1 else 's'}"
    if yes:
        click.echo(f"{what} on the task queue again")
    else:
        click.echo(f"{what} given up{'; --yes has them done again' if found else ''}")


def _line(letter: "DeadLetter") -> str:
    told = letter.told
    sent_at = datetime.fromtimestamp(letter.sent_at / 1000, UTC)
    words = [f"{name} {value}" for name, value in told.items() if name != "task"]
    return "  ".join([f"{sent_at:%Y-%m-%dT%H:%M:%SZ}", str(told["task"]), *words])


def _deployed(stack: str, region: str | None) -> "tuple[SQSClient, Queues]":
    import boto3

    from csms_tools.dead_letters import Queues

    cloudformation = boto3.client("cloudformation", region_name=region)

    def address(logical_id: str) -> str:
        found = cloudformation.describe_stack_resource(
            StackName=stack, LogicalResourceId=logical_id
        )
        return str(found["StackResourceDetail"]["PhysicalResourceId"])

    queues = Queues(address("TaskQueue"), address("TaskDeadLetters"))
    return boto3.client("sqs", region_name=region), queues


def _local(api: str) -> "tuple[SQSClient, Queues]":
    import boto3

    from csms_tools.dead_letters import Queues

    state = state_of(api)
    queues = state["queues"]
    sqs = boto3.client(
        "sqs",
        region_name=state["region"],
        endpoint_url=state["awsEndpoint"],
        aws_access_key_id="local",
        aws_secret_access_key="local",  # noqa: S106 (the emulator looks at none)
    )
    return sqs, Queues(queues["TaskQueue"], queues["TaskDeadLetters"])
