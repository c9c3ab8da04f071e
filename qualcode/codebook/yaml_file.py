"""Codebooks as YAML: everything in the file is kept, what qualcode has no use for included."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.scalarstring import FoldedScalarString, LiteralScalarString

from qualcode.codebook.draft import FIELDS, LIST_FIELDS, DraftCode, DraftCodebook
from qualcode.errors import InputError

_WIDTH = 96


def read_yaml(text: str, filename: str) -> DraftCodebook:
    """Read a codebook; raises `InputError` with the line for what cannot be read."""
    try:
        content = YAML(typ="rt").load(text)
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(
            f"The YAML cannot be read: {error.problem}.",
            where=f"{filename}, line {line}",
            remedy="Indent with two spaces, and put text with a colon in quotation marks.",
        ) from error
    except (YAMLError, ValueError, RecursionError) as error:
        raise InputError(f"The YAML cannot be read: {error}.", where=filename) from error
    if not isinstance(content, Mapping) or not isinstance(content.get("codes"), list):
        raise InputError(
            "A codebook is a list of codes under the key `codes:`.", where=f"{filename}, line 1"
        )
    about = {str(key): _plain(value) for key, value in content.items() if key != "codes"}
    return DraftCodebook(_codes(content["codes"], filename, ()), about)


def _codes(items: Any, filename: str, parents: tuple[int, ...]) -> tuple[DraftCode, ...]:
    drafts = []
    for position, item in enumerate(items):
        line = items.lc.item(position)[0] + 1
        if not isinstance(item, Mapping):
            raise InputError(
                f"“{item}” is no code; a code is a mapping with at least `name:`.",
                where=f"{filename}, line {line}",
            )
        if id(item) in parents:
            raise InputError(
                f"The code “{item.get('name')}” stands under itself.",
                where=f"{filename}, line {line}",
            )
        drafts.append(_code(item, line, filename, (*parents, id(item))))
    return tuple(drafts)


def _code(item: Any, line: int, filename: str, parents: tuple[int, ...]) -> DraftCode:
    def at(key: str) -> str:
        return f"{filename}, line {item.lc.key(key)[0] + 1}"

    values: dict[str, Any] = {}
    for key in FIELDS:
        value = item.get(key)
        if key in LIST_FIELDS:
            value = [value] if isinstance(value, str) else value or []
            if not isinstance(value, list):
                raise InputError(f"`{key}` is a list of texts.", where=at(key))
            values[key] = tuple(_text(entry) for entry in value)
        elif isinstance(value, Mapping | list):
            raise InputError(f"`{key}` is a text.", where=at(key))
        else:
            values[key] = _text(value)
    children = item.get("codes") or []
    if not isinstance(children, list):
        raise InputError("`codes` is a list.", where=at("codes"))
    extra = {str(key): _plain(item[key]) for key in item if key not in (*FIELDS, "codes")}
    return DraftCode(**values, line=line, extra=extra, children=_codes(children, filename, parents))


def _text(value: Any) -> str:
    return "" if value is None else unicodedata.normalize("NFC", str(value)).strip()


def _plain(value: Any) -> Any:
    """Data as JSON can hold it."""
    if isinstance(value, Mapping):
        return {str(key): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    if value is None or isinstance(value, bool | int | float):
        return value
    return str(value)


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
