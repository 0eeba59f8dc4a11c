"""gzvalue: from a firm's data sets to a file that a bank can check, offline, in one local project file."""

__version__ = "0.1.0"
