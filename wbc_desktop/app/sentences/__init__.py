"""English sentences of the layers below the window, listed so that they are translated.

``{a}``, ``{b}`` ... stand where a sentence holds values, in their order. A test reads every sentence
from the source of the other layers and fails for one that is missing here.
"""
