"""gapmatrix's analyzer of pages and templates of HTML."""
