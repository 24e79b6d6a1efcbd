"""How the shipped language model is made: readers of the training data, corrections, augmenters, recipe, measures.

Nothing here is needed to *use* a model: the shipped one loads with plain spaCy. One command makes it,
``python -m kg.training.make``, and one measures it, ``python -m kg.training.evaluate``.
"""
