"""Who is who: mentions of actors, their canonical entities, and how the words lead there."""

from kg.resolve.resolver import HeldTitle, Resolution, Resolver

__all__ = ["HeldTitle", "Resolution", "Resolver"]
