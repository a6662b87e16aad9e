"""Facts from the tree of one Python module: one visit, functions after the scope that holds them."""
