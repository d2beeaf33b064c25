"""CaseForms: forms, workflows and institutional differences are data; this package reads, checks, draws and remembers."""

__version__ = "0.1.0"
