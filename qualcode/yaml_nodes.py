"""Reading YAML from users: as nodes, which know the line that a message has to name."""

from __future__ import annotations

import re
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from qualcode.errors import InputError
from qualcode.text import normalise

TAG = "tag:yaml.org,2002:"
# Numbers whose digits come back as they were written; 1.10 and 007 stay texts.
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(?P<real>(\.(0|\d*[1-9]))?(e[+-]\d\d+)?)")


def compose(text: str, filename: str) -> Node | None:
    """The root of a YAML file; raises `InputError` with the line for what cannot be read."""
    try:
        root: Node | None = YAML(typ="rt").compose(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"The YAML cannot be read: {error.problem}.",
            where=f"{filename}, line {line}",
            remedy="Indent with two spaces, and put text with a colon in quotation marks.",
        ) from error
    except YAMLError as error:
        raise InputError(f"The YAML cannot be read: {error}.", where=filename) from error
    except RecursionError as error:
        raise too_deep(filename) from error
    return root


def too_deep(filename: str) -> InputError:
    """What to raise where following a file's nodes does not come to an end."""
    return InputError("The YAML is nested too deep, or in a circle.", where=filename)


def fault(what: str, filename: str, node: Node | None, remedy: str = "") -> InputError:
    """What to raise for a node, with its line."""
    line = node.start_mark.line + 1 if node else 1
    return InputError(what, where=f"{filename}, line {line}", remedy=remedy)


def pairs(mapping: MappingNode, filename: str) -> dict[str, Node]:
    """A mapping's values by key; `<<` brings in those of other mappings, its own go before."""
    own: dict[str, Node] = {}
    merged: dict[str, Node] = {}
    for key, value in mapping.value:
        if not isinstance(key, ScalarNode):
            raise fault("A key is a text.", filename, key)
        name = normalise(key.value)
        if key.tag == f"{TAG}merge":
            for other in value.value if isinstance(value, SequenceNode) else [value]:
                if not isinstance(other, MappingNode):
                    raise fault("`<<` takes a mapping.", filename, other)
                merged = pairs(other, filename) | merged
        elif name in own:
            raise fault(f"`{name}` stands twice.", filename, key)
        else:
            own[name] = value
    return merged | own


def is_null(node: Node | None) -> bool:
    """Whether there is nothing: no node, or an empty one."""
    return node is None or node.tag == f"{TAG}null"


def data(node: Node, filename: str) -> Any:
    """Data as JSON can hold it; what JSON has no kind for is a text."""
    if isinstance(node, MappingNode):
        return {key: data(value, filename) for key, value in pairs(node, filename).items()}
    if isinstance(node, SequenceNode):
        return [data(entry, filename) for entry in node.value]
    if is_null(node):
        return None
    if node.tag == f"{TAG}bool":
        return node.value.casefold() == "true"
    if node.tag in (f"{TAG}int", f"{TAG}float") and (number := _NUMBER.fullmatch(node.value)):
        return float(node.value) if number["real"] else int(node.value)
    return normalise(node.value)
