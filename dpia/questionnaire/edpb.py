"""The places of the EDPB template for impact assessments, 2026 v1.0, that `edpb` may name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

# The tables of its body in order; T1 is its own version history.
EDPB_TABLES: Final[Mapping[str, int]] = {
    place: number
    for number, place in enumerate(
        (
            *("0.1", "0.2", "0.3", "0.4", "0.5"),
            *("1.1.a", "1.1.b", "1.1.c", "1.1.d", "1.2", "1.3", "1.4"),
            *("2.1.a", "2.1.b", "2.2.a", "2.2.b", "2.3.a", "2.3.b", "2.3.c", "2.3.d", "2.3.e"),
            *("3.1", "3.2", "3.3"),
            *("4.1.a", "4.1.b", "4.1.c", "4.2.a", "4.2.b", "4.2.c"),
            *("5.1", "5.2"),
            "6",
        ),
        start=2,
    )
}
# The same with the sections around them: 2.1.a, 2.1, 2.
EDPB_PLACES: Final = frozenset(
    ".".join(table.split(".")[:depth]) for table in EDPB_TABLES for depth in range(1, table.count(".") + 2)
)
