"""Tests of what protects the site."""
