// Command sandbox is a Kubernetes cluster without machines in one process: etcd, kube-apiserver,
// kube-controller-manager and kube-scheduler exactly as released, and simulated nodes (KWOK) that report
// every pod as running without running it. Services answer on their node ports with a page that says so.
//
// The build command is
//
//	CGO_ENABLED=0 go build -trimpath -ldflags '<ldflags of build.json>' -o <out> .
//
// build.json is the only place that names the linker flags; they give the API server the version that it
// reports. README.md tells how to run the program by hand.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// errStopRequested is the cause of a stop that somebody asked for: such a stop is a success.
var errStopRequested = errors.New("asked to stop")

func main() {
	os.Exit(run(os.Args[1:]))
}

// run starts the sandbox, keeps it until it is asked to stop, and returns the exit code.
func run(args []string) int {
	cfg, usage, err := parseConfig(args)
	if errors.Is(err, errHelp) {
		fmt.Print(usage)
		return 0
	}
	if err != nil {
		fmt.Fprintf(os.Stderr, "sandbox: %v (see --help)\n", err)
		return exitFailure
	}
	// Everything below data-dir is for this user alone: it holds an admin token and the cluster's keys.
	syscall.Umask(0o077)
	report := newReporter(os.Stdout, os.Stderr)
	if err := serve(cfg, report); err != nil {
		return report.failure(err)
	}
	return 0
}

// serve holds the data directory for as long as the sandbox runs. It returns nil after a stop that was asked for.
func serve(cfg config, report *reporter) error {
	dir := dataDir(cfg.dataDir)
	release, err := dir.claim()
	if err != nil {
		return err
	}
	defer release()
	if cfg.reset {
		if err := dir.reset(); err != nil {
			return err
		}
	}
	if err := dir.prepare(); err != nil {
		return err
	}

	// From here on the components own stdout and stderr; both lead to the log file.
	if err := report.detach(); err != nil {
		return err
	}
	log, err := captureOutput(dir.file(logFile))
	if err != nil {
		return err
	}
	defer log.close()
	configureComponents(cfg.logLevel, report)

	ctx, cancel := context.WithCancelCause(context.Background())
	defer cancel(nil)
	stopOnSignal(cancel)
	if cfg.parentPID != 0 {
		go watchParent(ctx, cfg.parentPID, func() { cancel(errStopRequested) })
	}

	cluster := &cluster{cfg: cfg, dir: dir, report: report, fail: cancel}
	if err := cluster.start(ctx); err == nil {
		<-ctx.Done()
	} else {
		cancel(err) // keeps an earlier cause: a component's failure explains more than the wait that it broke
	}
	began := time.Now()
	stopErr := cluster.stop()
	if cause := context.Cause(ctx); !errors.Is(cause, errStopRequested) {
		return cause
	}
	if stopErr == nil {
		report.step(eventStopped, fmt.Sprintf("stopped in %d ms", time.Since(began).Milliseconds()))
	}
	return stopErr
}

// stopOnSignal asks for a stop at the first SIGTERM or SIGINT. The second one ends the process at once.
func stopOnSignal(cancel context.CancelCauseFunc) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, syscall.SIGINT)
	go func() {
		<-signals
		signal.Reset(syscall.SIGTERM, syscall.SIGINT)
		cancel(errStopRequested)
	}()
}
