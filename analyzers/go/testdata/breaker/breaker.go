// Package breaker is a circuit breaker of its own, with generics, embedding and a retry.
package breaker

import (
	"errors"
	"math/rand"
	"sync"
	"time"
)

// ErrOpen is given while the breaker is open.
var ErrOpen = errors.New("breaker: open")

type state int

const (
	closed state = iota
	open
)

func (s state) String() string { return [...]string{"closed", "open"}[s] }

type options struct {
	threshold int
	cooldown  time.Duration
	onChange  []func(from, to state)
}

// Option sets one.
type Option func(*options)

// WithCooldown sets how long the breaker stays open.
func WithCooldown(d time.Duration) Option { return func(o *options) { o.cooldown = d } }

// Breaker guards calls.
type Breaker[T any] struct {
	sync.Mutex
	options
	state    state
	failures int
	opened   time.Time
	fallback func() (T, error)
}

// New makes one.
func New[T any](list ...Option) *Breaker[T] {
	b := &Breaker[T]{options: options{threshold: 5, cooldown: 30 * time.Second}}
	for _, set := range list {
		set(&b.options)
	}
	return b
}

// Execute calls f unless the breaker is open.
func (b *Breaker[T]) Execute(f func() (T, error)) (T, error) {
	if !b.allow() {
		if b.fallback != nil {
			return b.fallback()
		}
		var none T
		return none, ErrOpen
	}
	v, err := f()
	b.record(err)
	return v, err
}

func (b *Breaker[T]) allow() bool {
	b.Lock()
	defer b.Unlock()
	return b.state == closed || time.Since(b.opened) > b.cooldown
}

func (b *Breaker[T]) record(err error) {
	b.Lock()
	defer b.Unlock()
	if err == nil {
		b.failures = 0
		b.change(closed)
		return
	}
	if b.failures++; b.failures >= b.threshold {
		b.opened = time.Now()
		b.change(open)
	}
}

func (b *Breaker[T]) change(to state) {
	for _, f := range b.onChange {
		go f(b.state, to)
	}
	b.state = to
}

// Retry calls f until it succeeds.
func Retry[T any](b *Breaker[T], times int, f func() (T, error)) (v T, err error) {
	wait := 100 * time.Millisecond
	for range times {
		if v, err = b.Execute(f); err == nil {
			return v, nil
		}
		time.Sleep(wait + time.Duration(rand.Int63n(int64(wait))))
		wait *= 2
	}
	return v, err
}
