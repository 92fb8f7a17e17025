"""Certification as a program: the cases of a test laboratory, run against any CSMS."""
