"""Helm charts as facts: rendered by Helm's own engine, in memory, once for each values file beside them."""
