package main

import (
	"fmt"
	"io"
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// exitCPU is the exit status after the CPU time of the limits is used up.
const exitCPU = 3

// cpuGrace is how many seconds after the CPU limit the kernel kills a process that could not exit by itself.
const cpuGrace = 2

// limitResources sets the hard limits of this process. RLIMIT_DATA rather than RLIMIT_AS, because Go reserves
// far more addresses than it uses. macOS accepts the memory limit without enforcing it.
func limitResources(limits Limits) error {
	go exitOnCPULimit(os.Stderr)
	cpu := uint64(limits.CPUSeconds)
	for _, limit := range []struct {
		name       string
		resource   int
		soft, hard uint64
	}{
		{"data", unix.RLIMIT_DATA, uint64(limits.MemoryMiB) << 20, uint64(limits.MemoryMiB) << 20},
		{"cpu", unix.RLIMIT_CPU, cpu, cpu + cpuGrace},
		{"nofile", unix.RLIMIT_NOFILE, 256, 256},
		{"core", unix.RLIMIT_CORE, 0, 0},
	} {
		if err := lowerLimit(limit.resource, limit.soft, limit.hard); err != nil {
			return fmt.Errorf("limit %s: %w", limit.name, err)
		}
	}
	return nil
}

// lowerLimit sets a limit, keeping a hard limit that is already lower.
func lowerLimit(resource int, soft, hard uint64) error {
	var current unix.Rlimit
	if err := unix.Getrlimit(resource, &current); err != nil {
		return err
	}
	hard = min(hard, current.Max)
	return unix.Setrlimit(resource, &unix.Rlimit{Cur: min(soft, hard), Max: hard})
}

// exitOnCPULimit gives the caller an exit status of its own for a render that computes for too long; a template
// in an endless loop cannot be interrupted otherwise.
func exitOnCPULimit(stderr io.Writer) {
	exceeded := make(chan os.Signal, 1)
	signal.Notify(exceeded, unix.SIGXCPU)
	<-exceeded
	fmt.Fprintln(stderr, "the CPU time limit is used up")
	os.Exit(exitCPU)
}
