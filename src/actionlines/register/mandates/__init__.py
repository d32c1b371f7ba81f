"""Mandates: who is asked to do what by when, confirmed and followed by people."""
