"""Policy as data: practice packs, checked, released as immutable rows."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from plait.base.packs.pack import NotInPack, Pack
    from plait.base.packs.queries import NoPack, areas, current, release

__all__ = ["NoPack", "NotInPack", "Pack", "areas", "current", "release"]


def __getattr__(name: str) -> Any:
    # Late, because Django imports this package before models may be imported.
    if name in {"areas", "current", "release", "NoPack"}:
        from plait.base.packs import queries

        return getattr(queries, name)
    if name in {"Pack", "NotInPack"}:
        from plait.base.packs import pack

        return getattr(pack, name)
    raise AttributeError(name)
