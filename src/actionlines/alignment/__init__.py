"""Text in; action lines, goals, targets and commitments out, with probabilities and the words that say so."""

from actionlines.alignment.aligner import Aligner
from actionlines.alignment.model import Alignment, DocumentAlignment, Evidence, Label, MatrixLink

__all__ = ["Aligner", "Alignment", "DocumentAlignment", "Evidence", "Label", "MatrixLink"]
