"""From clauses and mentions to statements: which frame fits, which actors fill it, on whose word it stands."""

from __future__ import annotations

from kg.assembly.assembler import Assembled, Assembler

__all__ = ["Assembled", "Assembler"]
