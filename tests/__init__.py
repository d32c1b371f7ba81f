"""The tests of Actionlines, a room each as in the package."""
