"""The operator of another CSMS, from a module of the user."""

import sys
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path

from csms_tools.certification.operator.interface import Operator


def loaded(named: str, options: Mapping[str, str]) -> Operator:
    """`named`: MODULE:CLASS, found from the working directory, too. `options`: what the class is
    given, as keywords. Raises ValueError.
    """
    module, _, name = named.partition(":")
    if not module or not name:
        raise ValueError(f"{named}: name it as MODULE:CLASS")
    sys.path.insert(0, str(Path.cwd()))
    try:
        operator: Operator = getattr(import_module(module), name)(**options)
    except Exception as error:  # whatever that module does
        raise ValueError(f"{named}: {type(error).__name__}: {error}") from error
    finally:
        sys.path.pop(0)
    if missing := [each for each in _FUNCTIONS if not hasattr(operator, each)]:
        raise ValueError(f"{named} has no {missing[0]}")
    return operator


_FUNCTIONS = [name for name in vars(Operator) if not name.startswith("_")]
