package main

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// group runs components that are stopped together.
type group struct {
	ctx    context.Context
	cancel context.CancelFunc
	fail   context.CancelCauseFunc
	wg     sync.WaitGroup
}

// newGroup returns an empty group. fail receives the error of a component that ended before it was told to.
func newGroup(fail context.CancelCauseFunc) *group {
	ctx, cancel := context.WithCancel(context.Background())
	return &group{ctx: ctx, cancel: cancel, fail: fail}
}

// run starts a component. It must not return before its context ends.
func (g *group) run(name string, component func(context.Context) error) {
	g.wg.Go(func() {
		err := component(g.ctx)
		if g.ctx.Err() != nil {
			return
		}
		if err == nil {
			err = fmt.Errorf("ended by itself; see %s", logFile)
		}
		g.fail(fmt.Errorf("%s: %w", name, err))
	})
}

// stop ends the components and waits until they are gone, or until the limit has passed.
func (g *group) stop(limit time.Duration) {
	g.cancel()
	waitAtMost(limit, g.wg.Wait)
}

// waitAtMost runs f and gives up waiting for it after the limit: a component that hangs must not keep the process.
func waitAtMost(limit time.Duration, f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(limit):
	}
}
