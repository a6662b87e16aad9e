package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"runtime/debug"
	"strings"
	"sync"
)

const (
	protocolVersion = 2
	version         = "1.0.0"
)

// limits are what the host enforces.
type limits struct {
	LineBytes int `json:"line_bytes"`
	FileBytes int `json:"file_bytes"`
}

var defaultLimits = limits{LineBytes: 64 << 20, FileBytes: 4 << 20}

// message is any message of the host.
type message struct {
	Type     string          `json:"type"`
	Protocol int             `json:"protocol"`
	Limits   *limits         `json:"limits"`
	ID       json.RawMessage `json:"id"`
	Files    []requestFile   `json:"files"`
}

type requestFile struct {
	Path       string `json:"path"`
	PathBase64 string `json:"path_base64"`
	Encoding   string `json:"encoding"`
	Content    text   `json:"content"`
}

// text is a string of JSON whose bytes are needed: a content is not copied again.
type text []byte

func (t *text) UnmarshalJSON(data []byte) error {
	var s string
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*t = text(s)
	return nil
}

type request struct {
	id     []byte
	files  []requestFile
	limits limits
}

// serve answers the messages of in until it ends or asks to shut down. One goroutine reads, workers analyze, one
// writes. An error says that the host broke the protocol or went away.
func serve(in io.Reader, out io.Writer, workers int) error {
	requests := make(chan request, 2*workers)
	answers := make(chan []byte, 2*workers)
	spare := &sync.Pool{New: func() any { return []byte(nil) }}

	var working sync.WaitGroup
	for range workers {
		working.Add(1)
		go func() {
			defer working.Done()
			a := newAnalysis()
			for r := range requests {
				answers <- a.answer(r, spare.Get().([]byte)[:0])
			}
		}()
	}
	written := make(chan error, 1)
	go func() { written <- writeAnswers(out, answers, spare) }()

	err := readMessages(in, requests, answers)
	close(requests)
	working.Wait()
	close(answers)
	return errors.Join(err, <-written)
}

func writeAnswers(out io.Writer, answers <-chan []byte, spare *sync.Pool) error {
	var failed error
	for answer := range answers {
		// After a failure the rest is taken and dropped, so that nobody waits for ever.
		if failed == nil {
			_, failed = out.Write(answer)
		}
		if cap(answer) <= 8<<20 {
			spare.Put(answer)
		}
	}
	return failed
}

func readMessages(in io.Reader, requests chan<- request, answers chan<- []byte) error {
	reader := bufio.NewReaderSize(in, 1<<20)
	limits := defaultLimits
	var long []byte
	for {
		line, err := readLine(reader, &long, limits.LineBytes)
		if err != nil && err != io.EOF {
			return err
		}
		if len(bytes.TrimSpace(line)) > 0 {
			done, failure := handle(line, &limits, requests, answers)
			if failure != nil || done {
				return failure
			}
		}
		if err == io.EOF {
			return nil
		}
	}
}

// readLine reads up to \n and nothing else. The result is valid until the next call.
func readLine(reader *bufio.Reader, long *[]byte, most int) ([]byte, error) {
	line, err := reader.ReadSlice('\n')
	if err != bufio.ErrBufferFull {
		return line, err
	}
	*long = (*long)[:0]
	for err == bufio.ErrBufferFull {
		*long = append(*long, line...)
		if len(*long) > most {
			return nil, fmt.Errorf("a line is longer than %d bytes", most)
		}
		line, err = reader.ReadSlice('\n')
	}
	*long = append(*long, line...)
	return *long, err
}

func handle(line []byte, limits *limits, requests chan<- request, answers chan<- []byte) (done bool, err error) {
	var m message
	if !decodeAnalyze(line, &m) {
		m = message{}
		if err := json.Unmarshal(line, &m); err != nil {
			return true, fmt.Errorf("a line is no message: %w", err)
		}
	}
	switch m.Type {
	case "hello":
		if m.Limits != nil {
			if m.Limits.LineBytes > 0 {
				limits.LineBytes = m.Limits.LineBytes
			}
			if m.Limits.FileBytes > 0 {
				limits.FileBytes = m.Limits.FileBytes
			}
		}
		answers <- fmt.Appendf(nil, `{"type":"hello","protocol":%d,"name":"go","version":"%s"}`+"\n", protocolVersion, version)
	case "analyze":
		if len(m.ID) == 0 {
			return true, errors.New("an analyze message has no id")
		}
		requests <- request{id: m.ID, files: m.Files, limits: *limits}
	case "shutdown":
		return true, nil
	}
	return false, nil
}

// answer is the answer to one request, whatever its content does to the analysis.
func (a *analysis) answer(r request, out []byte) (answer []byte) {
	defer func() {
		if problem := recover(); problem != nil {
			*a = *newAnalysis()
			place := strings.Split(string(debug.Stack()), "\n")
			answer = appendFailure(out[:0], r.id, "internal", fmt.Sprintf("%v (%s)", problem, panicPlace(place)))
		}
	}()
	if len(r.files) != 1 {
		return appendFailure(out, r.id, "unsupported", fmt.Sprintf("%d files in a request for one", len(r.files)))
	}
	file := &r.files[0]
	name, content, err := file.decode()
	if err != nil {
		return appendFailure(out, r.id, "unsupported", err.Error())
	}
	if len(content) > r.limits.FileBytes {
		return appendFailure(out, r.id, "limit", fmt.Sprintf("%d bytes, more than %d", len(content), r.limits.FileBytes))
	}
	var f *facts
	switch base := path.Base(name); {
	case base == "go.mod" || base == "go.work":
		f = moduleFile(name, content)
	case strings.HasSuffix(base, ".go"):
		f, err = a.goFile(name, content)
		if err != nil {
			return appendFailure(out, r.id, "syntax", err.Error())
		}
	default:
		return appendFailure(out, r.id, "unsupported", "neither a Go file, go.mod nor go.work")
	}
	out = appendFacts(out, r.id, f)
	if len(out) > r.limits.LineBytes {
		return appendFailure(out[:0], r.id, "limit", fmt.Sprintf("the facts take %d bytes, more than %d", len(out), r.limits.LineBytes))
	}
	return out
}

// panicPlace is the first function of this program in a stack.
func panicPlace(stack []string) string {
	past := false
	for _, line := range stack {
		if strings.HasPrefix(line, "panic(") {
			past = true
		} else if past && strings.HasPrefix(line, "main.") {
			return line
		}
	}
	return "unknown place"
}

func (f *requestFile) decode() (name string, content []byte, err error) {
	name = f.Path
	if name == "" && f.PathBase64 != "" {
		decoded, err := base64.StdEncoding.DecodeString(f.PathBase64)
		if err != nil {
			return "", nil, fmt.Errorf("path_base64: %w", err)
		}
		name = strings.ToValidUTF8(string(decoded), "\uFFFD")
	}
	switch f.Encoding {
	case "", "utf-8":
		return name, f.Content, nil
	case "base64":
		content, err = base64.StdEncoding.DecodeString(string(f.Content))
		if err != nil {
			return "", nil, fmt.Errorf("content: %w", err)
		}
		return name, content, nil
	}
	return "", nil, fmt.Errorf("unknown encoding %q", f.Encoding)
}

func appendFailure(out, id []byte, kind, message string) []byte {
	out = append(out, `{"type":"failure","id":`...)
	out = append(out, id...)
	out = append(out, `,"kind":"`...)
	out = append(out, kind...)
	out = append(out, `","message":`...)
	out = appendString(out, cut(message))
	return append(out, '}', '\n')
}
