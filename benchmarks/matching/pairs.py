"""Clusters judged by their pairs."""

from typing import Any

import numpy as np


def pair_precision_recall(label: Any, truth: Any) -> tuple[float, float]:
    """Of the pairs of records in one cluster the share of one person, and of the pairs of one person the share in one cluster."""

    def pairs(column: Any) -> float:
        sizes = np.unique(column, return_counts=True)[1].astype(float)
        return float((sizes * (sizes - 1) / 2).sum())

    both = pairs(label.astype(np.int64) * (int(truth.max()) + 1) + truth)
    return both / pairs(label), both / pairs(truth)
