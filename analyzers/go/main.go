package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"strconv"
)

func main() {
	// Answers live as short as their request: a larger heap costs little (some 45 MB in all) and saves a tenth of the time.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(800)
	}
	// The host runs a process for each core.
	workers := 1
	if n, err := strconv.Atoi(os.Getenv("GAPMATRIX_WORKERS")); err == nil && n > 0 && n <= 256 {
		workers = n
	}
	if err := serve(os.Stdin, os.Stdout, workers); err != nil {
		fmt.Fprintln(os.Stderr, "analyzer-go:", err)
		os.Exit(1)
	}
}
