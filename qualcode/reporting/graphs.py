"""The co-occurrence network as GraphML and GEXF, for Gephi and its like."""

from __future__ import annotations

import datetime as dt
import math
import re
from io import BytesIO
from typing import TYPE_CHECKING, Any

from qualcode.analysis.cooccurrence_measures import measured
from qualcode.analysis.unit import PairMeasure
from qualcode.project.codes import effective_colours
from qualcode.reporting.cooccurrence_tables import linked_pairs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qualcode.analysis.cooccurrence import Cooccurrence
    from qualcode.analysis.cooccurrence_measures import Measures
    from qualcode.model import Code

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def network_graph(
    result: Cooccurrence, all_codes: Sequence[Code], measures: Measures | None = None
) -> Any:
    """A networkx graph: codes with their n, links with their n12 as weight and all measures.

    `all_codes` are those of the codebook, for colours and themes. A code is known by its GUID. What
    is undefined is left out. Where A with B is something else than B with A, the graph is directed.
    """
    import networkx as nx

    colours = effective_colours(all_codes)
    graph: Any = nx.DiGraph() if result.directed else nx.Graph()
    own = result.own.tolist()
    for position, code in enumerate(result.codes):
        attributes = {
            "label": _clean(code.name),
            "path": _clean(code.label),
            "theme": _clean(code.path[0]),
            "n": own[position],
            "unit": str(result.unit),
        }
        colour = colours.get(code.id, "")
        graph.add_node(code.guid, **attributes, **({"colour": colour} if colour else {}))
    values = {"c": result.coefficient}
    if measures is not None:
        values |= {
            str(each).replace("-", "_"): measured(result, measures, each)
            for each in PairMeasure
            if each is not PairMeasure.COUNT
        }
        if measures.shuffled_p is not None:
            values["p_shuffled"] = measures.shuffled_p
    for i, j in linked_pairs(result):
        numbers = {name: float(square[i, j]) for name, square in values.items()}
        known = {
            name: round(number, 6 if name.startswith("p") and name != "pmi" else 4)
            for name, number in numbers.items()
            if not math.isnan(number)
        }
        ends = (result.codes[i].guid, result.codes[j].guid)
        graph.add_edge(*ends, weight=int(result.counts[i, j]), **known)
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
