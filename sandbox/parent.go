package main

import (
	"context"
	"time"
)

const parentCheckEvery = time.Second

// watchParent calls gone once when the process with the given id has ended, or has ended already, and returns. It
// returns without a call when ctx ends.
func watchParent(ctx context.Context, pid int, gone func()) {
	alive := processWatch(pid)
	tick := time.NewTicker(parentCheckEvery)
	defer tick.Stop()
	for alive() {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
	gone()
}
