from random import Random

from csms_tools.charge_point.domain.retries import backoff, boot_wait, message_wait


def test_0_leaves_the_interval_to_the_charge_point() -> None:
    assert (boot_wait(0), boot_wait(17)) == (60, 17)


def test_each_failure_of_a_transaction_message_waits_longer_until_it_is_given_up() -> None:
    assert [message_wait(failures, 3, 60) for failures in (1, 2, 3)] == [60, 120, None]


def test_the_backoff_doubles_to_a_limit_and_is_never_in_step() -> None:
    waits = [backoff(failures, Random(1)) for failures in range(8)]
    assert all(0.5 * 2**n <= wait <= 2**n for n, wait in enumerate(waits[:6]))
    assert max(waits) <= 60
    assert backoff(3, Random(1)) != backoff(3, Random(2))
