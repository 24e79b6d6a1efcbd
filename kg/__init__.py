"""actorkg: a knowledge graph of who did, said, wants or denies what to whom, built from news.

`import kg` is cheap: each public name is fetched from its module when it is first used.

Example:
    >>> import kg
    >>> for statement in kg.extract("Russia supports Iraq, Rogachev told reporters."):
    ...     print(statement.source.name, statement.relation, statement.target.name)
    Russia SUPPORTS Iraq
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.errors import KgError
    from kg.home import open_home as open
    from kg.job import build
    from kg.ledger import Ledger
    from kg.model import Document, Failure, Reading, Report, Statement
    from kg.parsing import load_model
    from kg.pipeline import Pipeline
    from kg.texts import extract

_PUBLIC = {
    "Document": "kg.model:Document",
    "Failure": "kg.model:Failure",
    "KgError": "kg.errors:KgError",
    "Ledger": "kg.ledger:Ledger",
    "Pipeline": "kg.pipeline:Pipeline",
    "Reading": "kg.model:Reading",
    "Report": "kg.model:Report",
    "Statement": "kg.model:Statement",
    "build": "kg.job:build",
    "extract": "kg.texts:extract",
    "load_model": "kg.parsing:load_model",
    "open": "kg.home:open_home",
}

__all__ = [
    "Document",
    "Failure",
    "KgError",
    "Ledger",
    "Pipeline",
    "Reading",
    "Report",
    "Statement",
    "__version__",
    "build",
    "extract",
    "load_model",
    "open",
]


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("actorkg")
    elif name in _PUBLIC:
        module, _, attribute = _PUBLIC[name].partition(":")
        value = getattr(import_module(module), attribute)
    else:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
