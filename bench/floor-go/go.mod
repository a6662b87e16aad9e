module gapmatrix/bench/floor

go 1.24
