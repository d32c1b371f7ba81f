"""Instruments: resolutions, decisions and reports, paragraph by paragraph."""
