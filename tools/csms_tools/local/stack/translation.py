"""The SAM translator at work on a template, with the values of its parameters."""

import re
from collections.abc import Mapping
from pathlib import Path

import boto3
from samtranslator.model.exceptions import InvalidDocumentException
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from yaml import YAMLError

from csms_tools.local.stack.template_error import Properties, TemplateError
from csms_tools.template_yaml import parsed

_BUCKET = "local"  # the translator takes no folder for code: it is given an address in this bucket


def translation(path: Path, text: str, parameters: Mapping[str, str], region: str) -> Properties:
    """Raises TemplateError, which names the path."""
    try:
        document = parsed(text)
    except YAMLError as error:
        raise TemplateError(f"{path}: {' '.join(str(error).split())}") from error
    _check(document.get("Parameters", {}), parameters)
    _address(document.get("Globals", {}).get("Function", {}), "CodeUri")
    for resource in document["Resources"].values():
        for place in ("CodeUri", "ContentUri", "DefinitionUri"):
            _address(resource.get("Properties", {}), place)
    session = boto3.Session(region_name=region)
    translator = Translator(None, Parser(), boto_session=session)
    try:
        result: Properties = translator.translate(
            document, parameter_values=dict(parameters), get_managed_policy_map=dict
        )
    except InvalidDocumentException as error:
        causes = "; ".join(cause.message for cause in error.causes)
        raise TemplateError(f"{path}: {causes}") from error
    finally:
        translator.metrics.publish()  # to nobody; else it complains when it is collected
    return result


def _address(properties: Properties, place: str) -> None:
    if isinstance(properties.get(place), str):
        properties[place] = f"s3://{_BUCKET}/{properties[place]}"


def _check(declared: Properties, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        if name not in declared:
            raise TemplateError(f"the template has no parameter {name}")
        allowed = declared[name].get("AllowedValues")
        if allowed is not None and value not in map(str, allowed):
            raise TemplateError(f"parameter {name} is one of {', '.join(map(str, allowed))}")
        pattern = declared[name].get("AllowedPattern")
        if pattern is not None and not re.fullmatch(pattern, value):
            raise TemplateError(f"parameter {name} must match {pattern}")
        if declared[name].get("Type") == "Number":
            _check_number(name, value, declared[name])


def _check_number(name: str, value: str, declared: Properties) -> None:
    try:
        number = float(value)
    except ValueError:
        raise TemplateError(f"parameter {name} is a number") from None
    if number < float(declared.get("MinValue", number)):
        raise TemplateError(f"parameter {name} is at least {declared['MinValue']}")
    if number > float(declared.get("MaxValue", number)):
        raise TemplateError(f"parameter {name} is at most {declared['MaxValue']}")
