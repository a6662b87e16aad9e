"""Reads pipelines, build files and scripts into facts for gapmatrix."""
