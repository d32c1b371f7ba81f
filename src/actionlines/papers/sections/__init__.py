"""Pieces of papers that several kinds of them share: tables, lists and sentences over an account."""
