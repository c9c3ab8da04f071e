"""Codebooks as YAML: everything in the file is kept, what qualcode has no use for included."""

from __future__ import annotations

from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from qualcode.codebook.draft import FIELDS, LIST_FIELDS, DraftCode, DraftCodebook, clean
from qualcode.yaml_nodes import TAG, compose, data, fault, is_null, pairs, too_deep

_WIDTH = 96


def read_yaml(text: str, filename: str) -> DraftCodebook:
    """Read a codebook; raises `InputError` with the line for what cannot be read."""
    root = compose(text, filename)
    try:
        if not isinstance(root, MappingNode):
            raise fault("A codebook is a mapping with the key `codes:`.", filename, root)
        about = pairs(root, filename)
        codes = about.pop("codes", None)
        if not isinstance(codes, SequenceNode):
            raise fault("A codebook is a list of codes under the key `codes:`.", filename, codes)
        return DraftCodebook(
            _codes(codes, filename, ()),
            {key: data(node, filename) for key, node in about.items()},
        )
    except RecursionError as error:
        raise too_deep(filename) from error


def _codes(
    items: SequenceNode, filename: str, parents: tuple[MappingNode, ...]
) -> tuple[DraftCode, ...]:
    drafts = []
    for item in items.value:
        if not isinstance(item, MappingNode):
            raise fault("A code is a mapping with at least `name:`.", filename, item)
        if any(item is parent for parent in parents):
            raise fault("The code stands under itself.", filename, item)
        drafts.append(_code(item, filename, (*parents, item)))
    return tuple(drafts)


def _code(item: MappingNode, filename: str, parents: tuple[MappingNode, ...]) -> DraftCode:
    fields = pairs(item, filename)
    children = fields.pop("codes", None)
    if is_null(children):
        children = SequenceNode(f"{TAG}seq", [])
    elif not isinstance(children, SequenceNode):
        raise fault("`codes` is a list.", filename, children)
    values: dict[str, Any] = {}
    for key in FIELDS:
        node = fields.pop(key, None)
        if key in LIST_FIELDS:
            entries = node.value if isinstance(node, SequenceNode) else [node]
            texts = [_text(key, entry, filename) for entry in entries]
            values[key] = tuple(text for text in texts if text)
        else:
            values[key] = _text(key, node, filename)
    return DraftCode(
        **values,
        line=item.start_mark.line + 1,
        extra={key: data(node, filename) for key, node in fields.items()},
        children=_codes(children, filename, parents),
    )


def _text(key: str, node: Node | None, filename: str) -> str:
    """A field's text as it stands in the file, whatever YAML would make of it."""
    if is_null(node):
        return ""
    if not isinstance(node, ScalarNode):
        raise fault(f"`{key}` is a text.", filename, node)
    return clean(key, node.value)


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
