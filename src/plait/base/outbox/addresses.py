"""Where a recipient reads mail is looked up when the message leaves, so that a change of address is obeyed at once."""

from collections.abc import Callable

Resolver = Callable[[str], str | None]

_resolvers: dict[str, Resolver] = {}


def resolve_with(prefix: str, resolver: Resolver) -> None:
    """Say who knows the addresses of references that begin with `prefix:`. Called in site/wiring.py only."""
    if _resolvers.get(prefix, resolver) is not resolver:
        raise ValueError(f"{prefix}: has a resolver already")
    _resolvers[prefix] = resolver


def resolve(to_ref: str) -> str | None:
    """The e-mail address behind `practitioner:<id>`, `team:<id>`, `mailbox:<id>`; None when there is none."""
    prefix, _, _ = to_ref.partition(":")
    resolver = _resolvers.get(prefix)
    return (resolver(to_ref) or None) if resolver else None
