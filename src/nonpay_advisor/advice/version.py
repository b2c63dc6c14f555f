"""The version of this program, once."""

VERSION = "0.1.0"
