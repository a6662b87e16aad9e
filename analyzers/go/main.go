package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

func main() {
	// Answers live as short as their request: a larger heap costs little (some 30 MB in all) and saves a tenth of the time.
	// Beyond that, touching fresh memory costs as much as collecting saves.
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(400)
	}
	// The host runs a process for each core.
	workers := 1
	if n, err := strconv.Atoi(os.Getenv("GAPMATRIX_WORKERS")); err == nil && n > 0 && n <= 256 {
		workers = n
	}
	// More threads than workers would hand each request from core to core, and look for work where there is none: a quarter
	// of the time.
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(workers)
	}
	if err := serve(os.Stdin, os.Stdout, workers); err != nil {
		fmt.Fprintln(os.Stderr, "analyzer-go:", err)
		os.Exit(1)
	}
}
