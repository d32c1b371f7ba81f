"""Text in; action lines, goals, targets and commitments out, with probabilities and the words that say so."""

from actionlines.errors import ModelError

try:
    from actionlines.alignment.aligner import Aligner
    from actionlines.alignment.model import Alignment, DocumentAlignment, Evidence, Label, MatrixLink
except ModuleNotFoundError as error:
    if error.name != "numpy":
        raise
    advice = "Install it with `pip install 'actionlines[align]'`."
    raise ModelError("the alignment", "numpy is not installed", advice) from error

__all__ = ["Aligner", "Alignment", "DocumentAlignment", "Evidence", "Label", "MatrixLink"]
