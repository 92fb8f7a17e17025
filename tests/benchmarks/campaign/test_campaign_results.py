from benchmarks.campaign.results import Result, expected, markdown
from tests.benchmarks.samples import result


def sample(**more: object) -> Result:
    told = {
        "at": "2026-11-27T12:00:00+00:00",
        "command": "python -m benchmarks.campaign",
        "machine": result().machine,
        "versions": {"python": "3.11.7"},
        "charge_points": 200,
        "concurrency": 50,
        "status": "expired",
        "ends": {"installed": 160, "failed": 20, "skipped": 20},
        "seconds": 151.0,
        "updated_seconds": 60.2,
        "executions": 1,
        "recorded_once": True,
        "cpu": {"workers": 10.0},
    }
    return Result.model_validate(told | more)


def test_a_tenth_fails_and_a_tenth_is_never_there() -> None:
    assert expected(200) == {"installed": 160, "failed": 20, "skipped": 20}


def test_the_figures_stand_in_a_table() -> None:
    told = markdown(sample())
    assert "| charge points | at once | those there updated, s | its end, s |" in told
    assert "| 200 | 50 | 60 | 151 | 20 | 160 | 20 | all | 1 |" in told
    assert "| not all |" in markdown(sample(recorded_once=False))
