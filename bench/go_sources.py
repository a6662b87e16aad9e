"""Go services for the generated repository: modules with packages, interfaces, handlers, closures and clients."""

from words import Words

PACKAGES = ["domain", "config", "store", "client", "queue", "policy", "worker", "service", "api"]
FILE_BYTES = 8000
FILES_PER_SERVICE = 60


def service(name, files, seed):
    """Yields (path, text) of one module with that many Go files; the first is its main."""
    words = Words(f"{seed} go {name}")
    root, module = f"go/{name}", f"example.com/{name}"
    yield f"{root}/go.mod", GO_MOD.replace("@module@", module)
    known = {}
    sources = []
    for number in range(files - 1):
        # Files fill the packages in turn, so that a small repository has all of them.
        package = PACKAGES[number % len(PACKAGES)]
        sources.append((PACKAGES.index(package), number, package))
    for rank, number, package in sorted(sources):
        below = [(other, types) for other, types in known.items() if PACKAGES.index(other) < rank]
        text, made = source(words, module, package, below, known.get(package, []))
        known.setdefault(package, []).extend(made)
        yield f"{root}/internal/{package}/{words.noun()}_{number}.go", text
    yield f"{root}/cmd/{name}/main.go", main(module, known.get("api", []))


def source(words, module, package, below, siblings):
    """One file, and the names of the types it defines."""
    imports, blocks, made, size = set(), [], [], 0
    while size < FILE_BYTES:
        name = words.type_name()
        template, needs = words.random.choice(BLOCKS_OF.get(package, BLOCKS))
        text = template
        imports |= set(needs)
        if below and "@Other@" in text:
            other, types = words.random.choice(below)
            imports.add(f"{module}/internal/{other}")
            text = text.replace("@other@", other).replace("@Other@", words.random.choice(types))
        elif "@Other@" in text:
            # The lowest package uses its own types; the first file's first block has only itself.
            text = text.replace("@other@.", "").replace(
                "@Other@", words.random.choice(siblings + made or [name])
            )
        text = fill(text, words, name)
        blocks.append(text)
        made.append(name)
        size += len(text)
    listed = "".join(f'\t"{path}"\n' for path in sorted(imports, key=lambda path: ("." in path, path)))
    return f"// Package {package} {words.reason()}.\npackage {package}\n\nimport (\n{listed})\n" + "".join(
        blocks
    ), made


def fill(text, words, name):
    for key in ("Do", "Get", "Run", "Put"):
        text = text.replace(f"@{key}@", f"{key}{words.method_name()}")
    for key in ("field", "second", "third"):
        text = text.replace(f"@{key}@", f"{words.noun()}{key.title()}")
    for key in ("word", "path"):
        text = text.replace(f"@{key}@", f"{words.noun()}-{words.noun()}")
    while "@why@" in text:
        text = text.replace("@why@", words.reason(), 1)
    return text.replace("@n@", str(words.number(2, 900))).replace("@Name@", name)


def main(module, handlers):
    registered = "".join(f"\tapi.New{name}(nil).Register(router)\n" for name in handlers)
    return MAIN.replace("@module@", module).replace("@registered@", registered)


GO_MOD = """module @module@

go 1.24

require (
	github.com/go-chi/chi/v5 v5.2.1
	github.com/prometheus/client_golang v1.20.5
	github.com/sony/gobreaker v1.0.0
)
"""

MAIN = """// The service: its routes, its timeouts, and an orderly end.
package main

import (
	"context"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"@module@/internal/api"
)

func main() {
	router := chi.NewRouter()
	router.Use(middleware.RequestID, middleware.Recoverer, middleware.Timeout(20*time.Second))
	router.Handle("/metrics", promhttp.Handler())
	router.Get("/healthz", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusNoContent) })
@registered@
	server := &http.Server{Addr: os.Getenv("LISTEN"), Handler: router, ReadHeaderTimeout: 5 * time.Second}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	go func() {
		if err := server.ListenAndServe(); err != nil && err != http.ErrServerClosed {
			slog.Error("serving", "error", err)
			os.Exit(1)
		}
	}()
	<-ctx.Done()
	ending, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(ending); err != nil {
		slog.Error("stopping", "error", err)
	}
}
"""

ENTITY = (
    """
// @Name@ is one entry of the books; @why@.
type @Name@ struct {
	ID        string            `json:"id"`
	@field@   int64             `json:"@field@,omitempty"`
	@second@  []string          `json:"@second@"`
	labels    map[string]string
	UpdatedAt time.Time         `json:"updatedAt"`
	version   int
}

// @Name@Kind says which rules hold.
type @Name@Kind int

const (
	@Name@Open @Name@Kind = iota
	@Name@Held
	@Name@Closed
)

func (k @Name@Kind) String() string {
	switch k {
	case @Name@Open:
		return "open"
	case @Name@Held:
		return "held"
	case @Name@Closed:
		return "closed"
	default:
		return fmt.Sprintf("kind %d", int(k))
	}
}

// Validate reports what is wrong with the entry: @why@.
func (e *@Name@) Validate() error {
	var problems []error
	if e.ID == "" {
		problems = append(problems, errors.New("@word@: no id"))
	}
	if e.@field@ < 0 || e.@field@ > @n@ {
		problems = append(problems, fmt.Errorf("@word@ of %s: %d is out of range", e.ID, e.@field@))
	}
	for index, value := range e.@second@ {
		if strings.TrimSpace(value) == "" {
			problems = append(problems, fmt.Errorf("@word@ of %s: value %d is empty", e.ID, index))
		}
	}
	return errors.Join(problems...)
}

// @Do@ applies a change to a copy; @why@.
func (e @Name@) @Do@(change func(*@Name@) error) (@Name@, error) {
	next := e
	next.labels = make(map[string]string, len(e.labels)+1)
	for key, value := range e.labels {
		next.labels[key] = value
	}
	if err := change(&next); err != nil {
		return e, fmt.Errorf("change %s: %w", e.ID, err)
	}
	next.version++
	next.UpdatedAt = time.Now().UTC()
	return next, next.Validate()
}
""",
    ["errors", "fmt", "strings", "time"],
)

STORE = (
    """
// @Name@Reader is what callers need of a store; @why@.
type @Name@Reader interface {
	Get(ctx context.Context, id string) (*@other@.@Other@, error)
	List(ctx context.Context, limit int) ([]*@other@.@Other@, error)
	@Do@(ctx context.Context, id string, amount int64) error
}

// @Name@ keeps entries in a table.
type @Name@ struct {
	db    *sql.DB
	cache map[string]*@other@.@Other@
	mu    sync.RWMutex
}

// New@Name@ opens the store: @why@.
func New@Name@(db *sql.DB) *@Name@ {
	return &@Name@{db: db, cache: make(map[string]*@other@.@Other@, @n@)}
}

func (s *@Name@) Get(ctx context.Context, id string) (*@other@.@Other@, error) {
	s.mu.RLock()
	known, ok := s.cache[id]
	s.mu.RUnlock()
	if ok {
		return known, nil
	}
	ctx, cancel := context.WithTimeout(ctx, @n@*time.Millisecond)
	defer cancel()
	row := s.db.QueryRowContext(ctx, "SELECT body FROM @field@ WHERE id = $1", id)
	var body []byte
	if err := row.Scan(&body); err != nil {
		return nil, fmt.Errorf("read @word@ %s: %w", id, err)
	}
	found := new(@other@.@Other@)
	if err := json.Unmarshal(body, found); err != nil {
		return nil, fmt.Errorf("decode @word@ %s: %w", id, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cache[id] = found
	return found, nil
}

func (s *@Name@) List(ctx context.Context, limit int) ([]*@other@.@Other@, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT id FROM @field@ ORDER BY id LIMIT $1", limit)
	if err != nil {
		return nil, fmt.Errorf("list @word@: %w", err)
	}
	defer rows.Close()
	var found []*@other@.@Other@
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		entry, err := s.Get(ctx, id)
		if err != nil {
			return nil, err
		}
		found = append(found, entry)
	}
	return found, rows.Err()
}

// @Do@ moves an amount in one transaction; @why@.
func (s *@Name@) @Do@(ctx context.Context, id string, amount int64) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if _, err := tx.ExecContext(ctx, "UPDATE @field@ SET amount = amount + $1 WHERE id = $2", amount, id); err != nil {
		return fmt.Errorf("@word@: %w", err)
	}
	return tx.Commit()
}
""",
    ["context", "database/sql", "encoding/json", "fmt", "sync", "time"],
)

CLIENT = (
    """
// @Name@ speaks with the service behind @path@; @why@.
type @Name@ struct {
	base    string
	http    *http.Client
	breaker *gobreaker.CircuitBreaker
	last    *@other@.@Other@
}

// New@Name@ makes a client with a limit on time: @why@.
func New@Name@(base string) *@Name@ {
	return &@Name@{
		base: base,
		http: &http.Client{Timeout: @n@ * time.Millisecond},
		breaker: gobreaker.NewCircuitBreaker(gobreaker.Settings{
			Name:        "@word@",
			MaxRequests: 3,
			Timeout:     30 * time.Second,
			ReadyToTrip: func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures > 5 },
		}),
	}
}

// @Get@ asks for one entry through the breaker.
func (c *@Name@) @Get@(ctx context.Context, id string) (*@other@.@Other@, error) {
	answer, err := c.breaker.Execute(func() (interface{}, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, c.base+"/@path@/"+id, nil)
		if err != nil {
			return nil, err
		}
		response, err := c.http.Do(request)
		if err != nil {
			return nil, err
		}
		defer response.Body.Close()
		if response.StatusCode != http.StatusOK {
			return nil, fmt.Errorf("@word@ answered %s", response.Status)
		}
		found := new(@other@.@Other@)
		return found, json.NewDecoder(io.LimitReader(response.Body, @n@<<10)).Decode(found)
	})
	if err != nil {
		return nil, fmt.Errorf("@word@ %s: %w", id, err)
	}
	c.last = answer.(*@other@.@Other@)
	return c.last, nil
}

// @Run@ repeats a call with growing pauses: @why@.
func (c *@Name@) @Run@(ctx context.Context, call func(context.Context) error) error {
	pause := 50 * time.Millisecond
	var last error
	for attempt := 0; attempt < 5; attempt++ {
		if last = call(ctx); last == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
			pause *= 2
		}
	}
	return fmt.Errorf("gave up on @word@: %w", last)
}
""",
    ["context", "encoding/json", "fmt", "io", "net/http", "time", "github.com/sony/gobreaker"],
)

WORKER = (
    """
// @Name@ works off a queue until it is told to end; @why@.
type @Name@ struct {
	input   chan @other@.@Other@
	done    chan struct{}
	handle  func(context.Context, @other@.@Other@) error
	pending atomic.Int64
	logger  *slog.Logger
}

// New@Name@ makes a worker with a bounded queue.
func New@Name@(handle func(context.Context, @other@.@Other@) error, logger *slog.Logger) *@Name@ {
	return &@Name@{
		input:  make(chan @other@.@Other@, @n@),
		done:   make(chan struct{}),
		handle: handle,
		logger: logger.With("worker", "@word@"),
	}
}

// @Run@ starts as many routines as asked for: @why@.
func (w *@Name@) @Run@(ctx context.Context, routines int) {
	var group sync.WaitGroup
	for number := 0; number < routines; number++ {
		group.Add(1)
		go func(number int) {
			defer group.Done()
			for {
				select {
				case <-ctx.Done():
					return
				case entry, open := <-w.input:
					if !open {
						return
					}
					w.process(ctx, number, entry)
				}
			}
		}(number)
	}
	go func() {
		group.Wait()
		close(w.done)
	}()
}

func (w *@Name@) process(ctx context.Context, number int, entry @other@.@Other@) {
	defer w.pending.Add(-1)
	defer func() {
		if failure := recover(); failure != nil {
			w.logger.Error("@word@ failed", "routine", number, "failure", failure)
		}
	}()
	began := time.Now()
	if err := w.handle(ctx, entry); err != nil {
		w.logger.Warn("@word@ refused", "error", err, "took", time.Since(began))
	}
}

// @Put@ offers an entry and says whether there was room; @why@.
func (w *@Name@) @Put@(entry @other@.@Other@) bool {
	select {
	case w.input <- entry:
		w.pending.Add(1)
		return true
	default:
		return false
	}
}

// Close ends the worker and waits for what it holds.
func (w *@Name@) Close() error {
	close(w.input)
	<-w.done
	return nil
}
""",
    ["context", "log/slog", "sync", "sync/atomic", "time"],
)

POLICY = (
    """
// @Name@ decides by rules in order; the first that matches wins, because @why@.
type @Name@ struct {
	rules []@Name@Rule
	count map[string]int
}

// @Name@Rule is one row of the table.
type @Name@Rule struct {
	Name   string
	Match  func(*@other@.@Other@) bool
	Weight float64
}

// Default@Name@ is what holds where nothing else was configured.
func Default@Name@() *@Name@ {
	return &@Name@{
		count: map[string]int{"@word@": @n@, "@path@": 0},
		rules: []@Name@Rule{
			{Name: "@word@", Weight: 0.25, Match: func(e *@other@.@Other@) bool { return e != nil }},
			{Name: "@path@", Weight: 0.5, Match: func(e *@other@.@Other@) bool { return e == nil }},
			{Name: "otherwise", Weight: 1, Match: func(*@other@.@Other@) bool { return true }},
		},
	}
}

// @Do@ finds the rule for an entry: @why@.
func (p *@Name@) @Do@(entry *@other@.@Other@) (string, float64, error) {
	for _, rule := range p.rules {
		if rule.Match(entry) {
			p.count[rule.Name]++
			return rule.Name, rule.Weight, nil
		}
	}
	return "", 0, errors.New("@word@: no rule matches")
}

// @Get@ sorts the names of the rules by how often they matched.
func (p *@Name@) @Get@(most int) []string {
	names := make([]string, 0, len(p.count))
	for name := range p.count {
		names = append(names, name)
	}
	sort.Slice(names, func(a, b int) bool {
		if p.count[names[a]] != p.count[names[b]] {
			return p.count[names[a]] > p.count[names[b]]
		}
		return names[a] < names[b]
	})
	if len(names) > most {
		names = names[:most]
	}
	return names
}
""",
    ["errors", "sort"],
)

HANDLER = (
    """
// @Name@ serves @path@; @why@.
type @Name@ struct {
	reader interface {
		Get(ctx context.Context, id string) (*@other@.@Other@, error)
	}
	limit int64
}

// New@Name@ takes its store from the caller.
func New@Name@(reader interface {
	Get(ctx context.Context, id string) (*@other@.@Other@, error)
}) *@Name@ {
	return &@Name@{reader: reader, limit: @n@ << 10}
}

// Register adds the routes: @why@.
func (h *@Name@) Register(router chi.Router) {
	router.Route("/@path@", func(router chi.Router) {
		router.Use(h.limited)
		router.Get("/{id}", h.@Get@)
		router.Post("/", h.@Put@)
	})
}

func (h *@Name@) limited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Body = http.MaxBytesReader(w, r.Body, h.limit)
		next.ServeHTTP(w, r)
	})
}

func (h *@Name@) @Get@(w http.ResponseWriter, r *http.Request) {
	id := chi.URLParam(r, "id")
	if id == "" {
		http.Error(w, "no id", http.StatusBadRequest)
		return
	}
	found, err := h.reader.Get(r.Context(), id)
	if err != nil {
		slog.ErrorContext(r.Context(), "@word@", "id", id, "error", err)
		http.Error(w, http.StatusText(http.StatusBadGateway), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(found); err != nil {
		slog.WarnContext(r.Context(), "@word@: the caller went away", "error", err)
	}
}

func (h *@Name@) @Put@(w http.ResponseWriter, r *http.Request) {
	var entry @other@.@Other@
	decoder := json.NewDecoder(r.Body)
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&entry); err != nil {
		http.Error(w, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	w.WriteHeader(http.StatusAccepted)
}
""",
    ["context", "encoding/json", "log/slog", "net/http", "github.com/go-chi/chi/v5"],
)

BLOCKS = [ENTITY, POLICY, WORKER]
BLOCKS_OF = {
    "domain": [ENTITY],
    "config": [ENTITY, POLICY],
    "store": [STORE],
    "client": [CLIENT],
    "queue": [WORKER, STORE],
    "api": [HANDLER],
}
