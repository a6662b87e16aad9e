// Command floor measures the least that reading Go sources costs: Go's own parser and one visit of each tree, on one core.
//
// It reads `git cat-file --batch` output from standard input, all of it before the clock starts, and prints one JSON object.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"syscall"
	"time"
)

type result struct {
	Files      int     `json:"files"`
	Bytes      int     `json:"bytes"`
	Unparsed   int     `json:"unparsed"`
	Nodes      int     `json:"nodes"`
	Wall       float64 `json:"wall"`
	Processor  float64 `json:"processor"`
	PeakMemory int64   `json:"peakMemoryBytes"`
}

func main() {
	runtime.GOMAXPROCS(1)
	// As the analyzer does: the floor is what is left when everything cheap has been done.
	debug.SetGCPercent(400)
	contents, err := readContents(bufio.NewReaderSize(os.Stdin, 1<<20))
	if err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
	runtime.GC()
	if err := json.NewEncoder(os.Stdout).Encode(measure(contents)); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func measure(contents [][]byte) result {
	r := result{Files: len(contents)}
	began, used := time.Now(), usage()
	for _, content := range contents {
		r.Bytes += len(content)
		// A set of positions for each file, as an analyzer that forgets a file after its answer has.
		file, err := parser.ParseFile(token.NewFileSet(), "", content, parser.SkipObjectResolution)
		if err != nil {
			r.Unparsed++
		}
		if file != nil {
			ast.Inspect(file, func(node ast.Node) bool {
				if node != nil {
					r.Nodes++
				}
				return true
			})
		}
	}
	r.Wall = time.Since(began).Seconds()
	after := usage()
	r.Processor = seconds(after) - seconds(used)
	r.PeakMemory = after.Maxrss << 10
	return r
}

func usage() syscall.Rusage {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
	return used
}

func seconds(used syscall.Rusage) float64 {
	return float64(used.Utime.Sec+used.Stime.Sec) + float64(used.Utime.Usec+used.Stime.Usec)/1e6
}

// readContents reads records of "<id> blob <size>\n<content>\n".
func readContents(input *bufio.Reader) ([][]byte, error) {
	var contents [][]byte
	for {
		header, err := input.ReadString('\n')
		if err == io.EOF && header == "" {
			return contents, nil
		}
		if err != nil {
			return nil, err
		}
		var id, kind string
		var size int
		if _, err := fmt.Sscanf(header, "%s %s %d", &id, &kind, &size); err != nil || kind != "blob" {
			return nil, fmt.Errorf("no blob: %q", header)
		}
		content := make([]byte, size+1)
		if _, err := io.ReadFull(input, content); err != nil {
			return nil, err
		}
		contents = append(contents, content[:size])
	}
}
