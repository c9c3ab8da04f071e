"""The co-occurrence network as GraphML and GEXF, for Gephi and its like."""

from __future__ import annotations

import datetime as dt
import math
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.project.codes import effective_colours

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.model import Code

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def network_graph(result: Cooccurrence, all_codes: Sequence[Code]) -> Any:
    """A networkx graph: codes with their n, links with their n12 as weight and their c.

    `all_codes` are those of the codebook, for colours and themes. A code is known by its GUID. An
    undefined c is left out.
    """
    import networkx as nx

    colours = effective_colours(all_codes)
    graph: Any = nx.Graph()
    for position, code in enumerate(result.codes):
        attributes = {
            "label": _clean(code.name),
            "path": _clean(code.label),
            "theme": _clean(code.path[0]),
            "n": int(result.counts[position, position]),
            "unit": str(result.unit),
        }
        colour = colours.get(code.id, "")
        graph.add_node(code.guid, **attributes, **({"colour": colour} if colour else {}))
    coefficient = result.coefficient
    for i, left in enumerate(result.codes):
        for j in range(i + 1, len(result.codes)):
            if together := int(result.counts[i, j]):
                c = float(coefficient[i, j])
                known = {} if math.isnan(c) else {"c": round(c, 4)}
                graph.add_edge(left.guid, result.codes[j].guid, weight=together, **known)
    return graph


def graphml(graph: Any) -> bytes:
    """A graph as GraphML."""
    import networkx as nx

    out = BytesIO()
    nx.write_graphml_xml(graph, out)
    return out.getvalue()


def gexf(graph: Any, date: dt.date) -> bytes:
    """A graph as GEXF, as of a date."""
    import networkx as nx

    out = BytesIO()
    nx.write_gexf(graph, out)
    stamp = f'lastmodifieddate="{date.isoformat()}"'
    return re.sub('lastmodifieddate="[^"]*"', stamp, out.getvalue().decode(), count=1).encode()


def _clean(text: str) -> str:
    return _NOT_IN_XML.sub(" ", text)
