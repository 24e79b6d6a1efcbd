"""Explain how a text is read: the parse, the actors, the rules that fired, what was found, and why the rest was not."""

from kg.explain.explanation import Explanation, SentenceExplanation, explain
from kg.explain.page import explanation_page
from kg.explain.text import explanation_text

__all__ = ["Explanation", "SentenceExplanation", "explain", "explanation_page", "explanation_text"]
