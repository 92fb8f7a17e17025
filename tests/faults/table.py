"""Every fault there is a test of: those of this folder by the test's own id, and the others."""

from dataclasses import dataclass

STORE = "tests/faults/test_store.py::test_of_a_store_that_fails_for_a_while_nothing_is_lost"
FUNCTIONS = "tests/faults/test_functions.py::test_of_functions_that_fail_nothing_is_lost"
TASKS = "tests/faults/test_functions.py::test_a_task_that_fails_comes_again_and_delays_no_other"
POSTS = "tests/faults/test_posts.py::test_of_what_cannot_be_told_to_a_charge_point_nothing_is_lost"
LINES = "tests/faults/test_lines.py::"
CROWDS = "tests/faults/test_crowds.py::"
ORDER = f"{LINES}test_messages_that_come_twice_late_and_in_any_order_are_kept_once"
STORM = (
    f"{CROWDS}test_of_charge_points_that_all_lose_their_line_and_come_back_at_once_nothing_is_lost"
)
RESTART = "tests/faults/test_restart.py::"


@dataclass(frozen=True)
class Fault:
    """`injected` says how; `test` is the id of the one that does it."""

    name: str
    injected: str
    test: str


@dataclass(frozen=True)
class Elsewhere:
    name: str
    test: str
    whole_again: str


HERE = (
    Fault(
        "DynamoDB throttles",
        "for three seconds each request is refused before it takes effect",
        f"{STORE}[throttle-before]",
    ),
    Fault(
        "DynamoDB is slow",
        "for three seconds each request takes half a second more",
        f"{STORE}[slow-before]",
    ),
    Fault(
        "DynamoDB is unavailable",
        "for three seconds each request is answered 500 before it takes effect",
        f"{STORE}[fail-before]",
    ),
    Fault(
        "DynamoDB writes and says that it has not",
        "for three seconds each request takes effect and is answered 500",
        f"{STORE}[fail-after]",
    ),
    Fault(
        "DynamoDB cuts connections",
        "for three seconds each ends without an answer, before it takes effect",
        f"{STORE}[cut-before]",
    ),
    Fault(
        "DynamoDB writes and cuts the connection",
        "for three seconds each takes effect and ends without an answer",
        f"{STORE}[cut-after]",
    ),
    Fault(
        "DynamoDB hangs",
        "operations are answered by nobody until functions have given up",
        "tests/faults/test_store.py::test_of_a_store_that_hangs_nothing_is_lost",
    ),
    Fault(
        "writes meet other transactions",
        "for three seconds each write is refused as TransactionConflict",
        "tests/faults/test_store.py::test_of_writes_that_meet_another_transaction_nothing_is_lost",
    ),
    Fault(
        "SQS is unavailable",
        "messages cannot be sent, received or deleted: each is answered 500",
        "tests/faults/test_store.py::test_of_a_queue_that_fails_for_a_while_nothing_is_lost",
    ),
    Fault("functions are killed", "SIGKILL in the middle of a call", f"{FUNCTIONS}[kill]"),
    Fault(
        "functions time out",
        "SIGSTOP at the begin of a call, until Lambda ends it",
        f"{FUNCTIONS}[freeze]",
    ),
    Fault("functions are throttled", "Lambda takes no calls", f"{FUNCTIONS}[throttle]"),
    Fault(
        "functions are run twice, and race for every condition",
        "each call has another with the same event beside it",
        "tests/faults/test_functions.py::test_what_is_run_twice_is_done_once",
    ),
    Fault("a task is killed", "SIGKILL, three times the same charge point's", f"{TASKS}[kill]"),
    Fault("a task hangs", "SIGSTOP, three times the same charge point's", f"{TASKS}[freeze]"),
    Fault("tasks are throttled", "Lambda takes no call of the queue", f"{TASKS}[throttle]"),
    Fault("the post says that the socket is gone", "410 to 15 posts", f"{POSTS}[gone]"),
    Fault(
        "the post is throttled, or its buffer full",
        "429 (LimitExceededException) to 15 posts, their repetitions among them",
        f"{POSTS}[throttle]",
    ),
    Fault("the post fails", "500 to 15 posts, which were not sent", f"{POSTS}[fail]"),
    Fault("the post is sent and fails", "500 to 15 posts, which were sent", f"{POSTS}[unheard]"),
    Fault(
        "everything is killed",
        "`kill -9` of the runtime and all its processes, twice, and a restart",
        f"{RESTART}test_of_a_runtime_that_is_killed_nothing_is_lost",
    ),
    Fault(
        "everything is killed, and the charge point never comes again",
        "the same with a command open, of which the queue alone knows",
        f"{RESTART}test_what_was_queued_is_done_after_a_restart_though"
        "_the_charge_point_never_comes",
    ),
    Fault(
        "lines are cut",
        "at every byte offset of a StartTransaction's frame, which is said again",
        f"{LINES}test_a_line_that_is_cut_at_any_byte_of_a_frame_loses_nothing[1]",
    ),
    Fault(
        "answers to commands are cut",
        "at every byte offset of the answer's frame",
        f"{LINES}test_an_answer_that_is_cut_at_any_byte_leaves_its_command_one_end[1]",
    ),
    Fault(
        "messages come twice, late and in any order",
        "all that follows a start, twice, shuffled, over three connections",
        f"{ORDER}[0]",
    ),
    Fault(
        "clocks are off by hours",
        "11 hours behind, 7 ahead, and a jump from one to the other",
        f"{LINES}test_of_charge_points_whose_clocks_are_off_by_hours_nothing_is_lost",
    ),
    Fault(
        "60 charge points come back at once",
        "all lines are cut while they charge, all connect in the same moment",
        f"{STORM}[60]",
    ),
    Fault("500 charge points come back at once", "the same", f"{STORM}[500]"),
    Fault(
        "one floods",
        "heartbeats without a pause beside three that charge",
        f"{CROWDS}test_one_that_floods_is_slowed_down_alone",
    ),
)

ELSEWHERE = (
    Elsewhere(
        "a function dies before or after any call it makes of AWS: a command",
        "tests/test_crashes.py::test_however_a_sender_dies_a_command_has_one_outcome_and_the_queue"
        "_goes_on",
        "the command's timeout",
    ),
    Elsewhere(
        "the same, as it takes samples",
        "tests/test_sample_crashes.py::test_however_who_takes_samples_dies_they_are_kept_once_and"
        "_the_register_is_theirs",
        "the message is said again",
    ),
    Elsewhere(
        "two write the same at the same time: each place where they can meet",
        "tests/test_races.py::test_a_call_ends_once_and_the_next_one_is_sent_once",
        "at once",
    ),
    Elsewhere(
        "nine of ten tasks hang",
        "tests/csms_tools/local/functions/test_queues.py::test_messages_that_hang_delay_no_other",
        "the others at once, these after their visibility timeout",
    ),
    Elsewhere(
        "the process of the queue is killed again and again",
        "tests/csms_tools/local/emulator/test_sqs.py::test_nothing_whose_sending_was_answered_is"
        "_lost_however_often_it_is_killed",
        "its restart",
    ),
    Elsewhere(
        "the process of the store is killed again and again",
        "tests/csms_tools/local/test_aws.py::test_nothing_acknowledged_is_lost_by_kill_9_at_any_moment",
        "its restart",
    ),
    Elsewhere(
        "a handshake cannot be judged",
        "tests/conversations/platform/test_faults.py::test_a_handshake_that_cannot_be_judged_may_be"
        "_tried_again",
        "the next attempt",
    ),
    Elsewhere(
        "a charge point errs, falls silent and hangs up at its commands",
        "tests/conversations/commands/test_outgoing_chaos.py::test_every_command_ends_once_as_the"
        "_charge_point_says",
        "the command's timeout",
    ),
    Elsewhere(
        "an answer to a command comes too late",
        "tests/conversations/commands/test_outgoing_failures.py::test_what_is_not_answered_in_time"
        "_ends_and_a_late_answer_is_kept_beside",
        "the command's timeout",
    ),
    Elsewhere(
        "a charge point without a clock",
        "tests/conversations/core/test_exactly_once.py::test_a_charge_point_without_a_clock_begins"
        "_a_new_transaction_after_each_boot",
        "at once",
    ),
    Elsewhere(
        "one reads nothing of what it is told",
        "tests/hostile/test_floods.py::test_one_that_reads_nothing_costs_little_and_stalls_nobody",
        "it is cut after 30 seconds",
    ),
)
