"""An order in which codes that occur together stand beside each other."""

from __future__ import annotations

import numpy as np

from qualcode.analysis.cooccurrence import Cooccurrence, coefficients


def cluster_order(result: Cooccurrence) -> tuple[int, ...]:
    """The positions of the codes of a matrix, so that those that belong together are neighbours.

    Average linkage on 1 − c, the leaves in the order that has neighbours nearest (Bar-Joseph and
    others 2001, by scipy). An undefined c counts as the highest there is: there are more pairs
    than codings.
    """
    from scipy.cluster.hierarchy import leaves_list, linkage
    from scipy.spatial.distance import squareform

    size = len(result.codes)
    if size < 3:
        return tuple(range(size))
    counts = result.either
    c = coefficients(counts, result.own)
    together = np.where(counts > 0, 1.0, 0.0)  # where c is undefined
    closeness = np.clip(np.where(np.isnan(c), together, c), 0, 1)
    distance = 1 - closeness
    np.fill_diagonal(distance, 0)
    tree = linkage(squareform(distance, checks=False), "average", optimal_ordering=True)
    return tuple(leaves_list(tree).tolist())
