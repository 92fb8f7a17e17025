"""A status of a job has been taken: whose it is, is found out once it has its answer."""

from csms import task_queue
from csms.inbound.messages import Message


def belongs_to_a_job(message: Message) -> None:
    """Idle is nobody's; what is lost here is found when somebody looks at the job."""
    status = message.request.kept.get("status") if message.request else None
    if message.action and status not in (None, "Idle"):
        task_queue.follow_statuses_later(message.charge_point_id, message.action, message.at)
