"""CloudFormation's intrinsic functions, worked out with the names things have on this machine."""

import base64
import re
from collections.abc import Callable, Mapping
from typing import Any

from csms_tools.local.stack.template import Properties, TemplateError

_VARIABLE = re.compile(r"\$\{([^}]*)\}")
_NOTHING = object()  # AWS::NoValue: the property is not there at all


class Resolver:
    """Resolves whatever stands in a translated template, and only when it is asked for.

    So a parameter without a value hurts nobody here who does not use it.
    """

    def __init__(
        self,
        template: Properties,
        values: Mapping[str, str],
        reference: Callable[[str], str],
        attribute: Callable[[str, str], str],
    ) -> None:
        """`values` are parameters and pseudo parameters, the callables know the resources."""
        self._template = template
        self._values = values
        self._reference = reference
        self._attribute = attribute

    def __call__(self, value: Any) -> Any:
        if isinstance(value, list):
            return [item for item in map(self, value) if item is not _NOTHING]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(name, argument)] = value.items()
            if name in _FUNCTIONS:
                return _FUNCTIONS[name](self, argument)
            if name.startswith("Fn::"):
                raise TemplateError(f"{name} cannot be worked out here")
        resolved = {key: self(item) for key, item in value.items()}
        return {key: item for key, item in resolved.items() if item is not _NOTHING}

    def holds(self, condition: str) -> bool:
        """Whether a condition of the template is true."""
        return bool(self(self._template["Conditions"][condition]))

    def ref(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return _NOTHING
        if name in self._values:
            return self._values[name]
        if name in self._template.get("Parameters", {}):
            raise TemplateError(f"parameter {name} has no value")
        return self._reference(name)

    def get_att(self, argument: Any) -> str:
        path = argument if isinstance(argument, str) else ".".join(argument)
        name, _, attribute = path.partition(".")
        return self._attribute(name, attribute)

    def sub(self, argument: Any) -> str:
        text, own = (argument, {}) if isinstance(argument, str) else argument

        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name.startswith("!"):
                return "${" + name[1:] + "}"
            if name in own:
                return str(self(own[name]))
            return str(self.get_att(name) if "." in name else self.ref(name))

        return _VARIABLE.sub(value, text)

    def choose(self, argument: Any) -> Any:
        condition, if_true, if_false = argument
        return self(if_true if self.holds(condition) else if_false)

    def find_in_map(self, argument: Any) -> Any:
        name, first, second = map(self, argument[:3])
        return self._template["Mappings"][name][first][second]

    def equal(self, argument: Any) -> bool:
        left, right = map(self, argument)
        return str(left) == str(right)


_FUNCTIONS: dict[str, Callable[[Resolver, Any], Any]] = {
    "Ref": Resolver.ref,
    "Condition": Resolver.holds,
    "Fn::GetAtt": Resolver.get_att,
    "Fn::Sub": Resolver.sub,
    "Fn::If": Resolver.choose,
    "Fn::FindInMap": Resolver.find_in_map,
    "Fn::Equals": Resolver.equal,
    "Fn::Join": lambda resolve, it: resolve(it[0]).join(map(str, resolve(it[1]))),
    "Fn::Split": lambda resolve, it: str(resolve(it[1])).split(it[0]),
    "Fn::Select": lambda resolve, it: resolve(it[1])[int(resolve(it[0]))],
    "Fn::Base64": lambda resolve, it: base64.b64encode(str(resolve(it)).encode()).decode(),
    "Fn::And": lambda resolve, it: all(resolve(each) for each in it),
    "Fn::Or": lambda resolve, it: any(resolve(each) for each in it),
    "Fn::Not": lambda resolve, it: not resolve(it[0]),
}
