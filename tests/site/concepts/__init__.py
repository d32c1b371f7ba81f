"""Tests of the concepts."""
