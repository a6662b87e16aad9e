module gapmatrix/analyzers/go

go 1.24
