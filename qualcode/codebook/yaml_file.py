"""Codebooks as YAML: everything in the file is kept, what qualcode has no use for included."""

from __future__ import annotations

import re
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from qualcode.codebook.draft import FIELDS, LIST_FIELDS, DraftCode, DraftCodebook, clean
from qualcode.errors import InputError
from qualcode.text import normalise

_WIDTH = 96
_TAG = "tag:yaml.org,2002:"
# Numbers whose digits come back as they were written; 1.10 and 007 stay texts.
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(?P<real>(\.(0|\d*[1-9]))?(e[+-]\d\d+)?)")


def read_yaml(text: str, filename: str) -> DraftCodebook:
    """Read a codebook; raises `InputError` with the line for what cannot be read."""
    try:
        root = YAML(typ="rt").compose(text)
        if not isinstance(root, MappingNode):
            raise _fault("A codebook is a mapping with the key `codes:`.", filename, root)
        about = _pairs(root, filename)
        codes = about.pop("codes", None)
        if not isinstance(codes, SequenceNode):
            raise _fault("A codebook is a list of codes under the key `codes:`.", filename, codes)
        return DraftCodebook(
            _codes(codes, filename, ()),
            {key: _data(node, filename) for key, node in about.items()},
        )
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
        raise InputError("The YAML is nested too deep, or in a circle.", where=filename) from error


def _fault(what: str, filename: str, node: Node | None) -> InputError:
    line = node.start_mark.line + 1 if node else 1
    return InputError(what, where=f"{filename}, line {line}")


def _pairs(mapping: MappingNode, filename: str) -> dict[str, Node]:
    """A mapping's values by key; `<<` brings in those of other mappings, its own go before."""
    own: dict[str, Node] = {}
    merged: dict[str, Node] = {}
    for key, value in mapping.value:
        if not isinstance(key, ScalarNode):
            raise _fault("A key is a text.", filename, key)
        name = normalise(key.value)
        if key.tag == f"{_TAG}merge":
            for other in value.value if isinstance(value, SequenceNode) else [value]:
                if not isinstance(other, MappingNode):
                    raise _fault("`<<` takes a mapping.", filename, other)
                merged = _pairs(other, filename) | merged
        elif name in own:
            raise _fault(f"`{name}` stands twice.", filename, key)
        else:
            own[name] = value
    return merged | own


def _codes(
    items: SequenceNode, filename: str, parents: tuple[MappingNode, ...]
) -> tuple[DraftCode, ...]:
    drafts = []
    for item in items.value:
        if not isinstance(item, MappingNode):
            raise _fault("A code is a mapping with at least `name:`.", filename, item)
        if any(item is parent for parent in parents):
            raise _fault("The code stands under itself.", filename, item)
        drafts.append(_code(item, filename, (*parents, item)))
    return tuple(drafts)


def _code(item: MappingNode, filename: str, parents: tuple[MappingNode, ...]) -> DraftCode:
    pairs = _pairs(item, filename)
    children = pairs.pop("codes", None)
    if _is_null(children):
        children = SequenceNode(f"{_TAG}seq", [])
    elif not isinstance(children, SequenceNode):
        raise _fault("`codes` is a list.", filename, children)
    values: dict[str, Any] = {}
    for key in FIELDS:
        node = pairs.pop(key, None)
        if key in LIST_FIELDS:
            entries = node.value if isinstance(node, SequenceNode) else [node]
            texts = [_text(key, entry, filename) for entry in entries]
            values[key] = tuple(text for text in texts if text)
        else:
            values[key] = _text(key, node, filename)
    return DraftCode(
        **values,
        line=item.start_mark.line + 1,
        extra={key: _data(node, filename) for key, node in pairs.items()},
        children=_codes(children, filename, parents),
    )


def _is_null(node: Node | None) -> bool:
    return node is None or node.tag == f"{_TAG}null"


def _text(key: str, node: Node | None, filename: str) -> str:
    """A field's text as it stands in the file, whatever YAML would make of it."""
    if _is_null(node):
        return ""
    if not isinstance(node, ScalarNode):
        raise _fault(f"`{key}` is a text.", filename, node)
    return clean(key, node.value)


def _data(node: Node, filename: str) -> Any:
    """Data as JSON can hold it; what JSON has no kind for is a text."""
    if isinstance(node, MappingNode):
        return {key: _data(value, filename) for key, value in _pairs(node, filename).items()}
    if isinstance(node, SequenceNode):
        return [_data(entry, filename) for entry in node.value]
    if _is_null(node):
        return None
    if node.tag == f"{_TAG}bool":
        return node.value.casefold() == "true"
    if node.tag in (f"{_TAG}int", f"{_TAG}float") and (number := _NUMBER.fullmatch(node.value)):
        return float(node.value) if number["real"] else int(node.value)
    return normalise(node.value)


def write_yaml(codebook: DraftCodebook) -> str:
    """The codebook as YAML that `read_yaml` reads back to the same."""
    yaml = YAML(typ="rt")
    yaml.width = _WIDTH
    yaml.allow_unicode = True
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    content = {key: _styled(value) for key, value in codebook.about.items()}
    content["codes"] = [_as_mapping(code) for code in codebook.codes]
    yaml.dump(content, out)
    return out.getvalue()


def _as_mapping(code: DraftCode) -> dict[str, Any]:
    mapping: dict[str, Any] = {}
    for key in FIELDS:
        value = getattr(code, key)
        if value:
            mapping[key] = (
                [_styled(entry) for entry in value] if key in LIST_FIELDS else _styled(value)
            )
    mapping.update(code.extra)
    if code.children:
        mapping["codes"] = [_as_mapping(child) for child in code.children]
    return mapping


def _styled(value: Any) -> Any:
    """Long texts folded, texts with line breaks as they stand: pleasant to read and edit."""
    if not isinstance(value, str):
        return value
    if "\n" in value:
        return LiteralScalarString(value)
    return FoldedScalarString(value) if len(value) > _WIDTH - 20 else value
