// A service with a router, a pool of workers, and a shutdown that drains.
package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"os/signal"
	"syscall"
	"time"

	"example.org/shop/internal/pay"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"golang.org/x/sync/errgroup"
)

const drain = 10 * time.Second

var commands = map[string]func([]string) error{
	"serve":   serve,
	"migrate": migrate,
}

type server struct {
	http.Server
	payments *pay.Client
	jobs     chan job
	store    interface{ Ping(context.Context) error }
}

type job struct {
	id  string
	run func(context.Context) error
}

func newServer() *server {
	s := &server{payments: pay.NewClient(pay.WithTimeout(3 * time.Second)), jobs: make(chan job, 64)}
	s.Handler = s.routes()
	s.ReadHeaderTimeout = 5 * time.Second
	return s
}

func (s *server) routes() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestID, s.logged)
	r.Get("/livez", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusOK) })
	r.Get("/readyz", s.ready)
	r.Route("/v1", func(r chi.Router) {
		r.With(limit(100)).Post("/pay", s.payments.Handle)
	})
	return r
}

func (s *server) ready(w http.ResponseWriter, r *http.Request) {
	if err := s.store.Ping(r.Context()); err != nil {
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	w.WriteHeader(http.StatusOK)
}

func (s *server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if v := recover(); v != nil {
				slog.Error("handler failed", "panic", v)
				w.WriteHeader(http.StatusInternalServerError)
			}
		}()
		next.ServeHTTP(w, r)
	})
}

func (s *server) work(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case j := <-s.jobs:
			if err := j.run(ctx); err != nil {
				slog.Error("job failed", "job", j.id)
			}
		}
	}
}

func serve([]string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	s := newServer()
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.work(ctx) })
	g.Go(func() error {
		if err := s.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		last, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		return s.Shutdown(last)
	})
	return g.Wait()
}

func main() {
	if err := commands[os.Args[1]](os.Args[2:]); err != nil {
		slog.Error("failed", "error", err)
		os.Exit(1)
	}
}
