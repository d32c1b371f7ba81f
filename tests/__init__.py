"""The tests of Actionlines, a room each as in the package."""

import os

# Answers are those of the default grade of alignment, whatever is installed.
os.environ["ACTIONLINES_NEURAL"] = "no"
