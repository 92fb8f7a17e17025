"""SQS queues and what consumes them: from CloudFormation's words to those of the API."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from csms_tools.local.stack.resources import Resources
from csms_tools.local.stack.template import TemplateError

_OF_THE_API = (
    "VisibilityTimeout",
    "DelaySeconds",
    "MessageRetentionPeriod",
    "MaximumMessageSize",
    "ReceiveMessageWaitTimeSeconds",
    "FifoQueue",
    "ContentBasedDeduplication",
)
_UNDERSTOOD = {"EventSourceArn", "FunctionName", "BatchSize", "FunctionResponseTypes", "Enabled"}
_HARMLESS = {"MaximumBatchingWindowInSeconds", "ScalingConfig", "Tags"}
_BATCH_SIZE = 10


@dataclass(frozen=True)
class Queue:
    """An SQS queue: `attributes` go to create_queue as they are."""

    id: str
    name: str
    arn: str
    url: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class EventSource:
    """A queue whose messages a function consumes."""

    function: str
    queue: Queue
    batch_size: int
    reports_item_failures: bool


def queues(resources: Resources) -> Iterator[Queue]:
    for id, raw in resources.of("AWS::SQS::Queue"):
        properties = resources.resolve(raw)
        attributes = {
            # the API takes strings only
            name: str(properties[name]).lower()
            for name in _OF_THE_API
            if name in properties
        }
        if "RedrivePolicy" in properties:
            attributes["RedrivePolicy"] = json.dumps(properties["RedrivePolicy"])
        yield Queue(id, resources.name(id), resources.arn(id), resources.reference(id), attributes)


def event_sources(resources: Resources, queues: Mapping[str, Queue]) -> Iterator[EventSource]:
    by_arn = {queue.arn: queue for queue in queues.values()}
    for id, raw in resources.of("AWS::Lambda::EventSourceMapping"):
        properties = resources.resolve(raw)
        unknown = properties.keys() - _UNDERSTOOD - _HARMLESS
        if unknown:
            raise TemplateError(f"{id}: {', '.join(sorted(unknown))} cannot be done here")
        if properties["EventSourceArn"] not in by_arn:
            raise TemplateError(f"{id}: {properties['EventSourceArn']} is no queue of the template")
        if properties.get("Enabled", True) in (True, "true"):
            yield EventSource(
                resources.function(properties["FunctionName"]),
                by_arn[properties["EventSourceArn"]],
                int(properties.get("BatchSize", _BATCH_SIZE)),
                "ReportBatchItemFailures" in properties.get("FunctionResponseTypes", []),
            )
