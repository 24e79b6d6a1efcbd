"""Pictures of the graph: an SVG drawing, or an offline page with the sentences behind each line."""

from kg.picture.draw import draw
from kg.picture.options import PictureOptions

__all__ = ["PictureOptions", "draw"]
