"""How many examples a property gets: always the same few in `make test`, many in `make fuzz`."""

from hypothesis import HealthCheck, Phase, settings

FUZZ = settings(max_examples=1_800)
"""A profile: 18 times as many as by default."""


def examples(number: int, *, fuzz: int | None = None) -> settings:
    """Decorates a property; the profile says how many times the number, unless `fuzz` does."""
    assert settings.default
    times = settings.default.max_examples // 100
    return settings(
        max_examples=fuzz if fuzz and times > 1 else number * times,
        derandomize=times == 1,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
    )
