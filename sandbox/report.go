package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// event is the name of a step that the sandbox reports; the order below is the order in which they come.
type event string

const (
	eventEtcd        event = "etcd"
	eventAPIServer   event = "apiserver"
	eventControllers event = "controllers"
	eventNodes       event = "nodes"
	eventReady       event = "ready"
	eventStopped     event = "stopped"
	eventError       event = "error"
)

// line is one report on stdout. MS counts from the start of the process.
type line struct {
	Event      event  `json:"event"`
	MS         int64  `json:"ms"`
	Message    string `json:"message"`
	Kubeconfig string `json:"kubeconfig,omitempty"`
	Server     string `json:"server,omitempty"`
}

// reporter tells a supervisor how far the sandbox is: one JSON object a line on stdout, and a failure as one plain
// line on stderr too. It is safe for concurrent use. A reader that went away is ignored.
type reporter struct {
	mu     sync.Mutex
	out    io.Writer
	err    io.Writer
	began  time.Time
	failed bool
}

func newReporter(out, err io.Writer) *reporter {
	return &reporter{out: out, err: err, began: time.Now()}
}

// detach makes the reporter write to private copies of stdout and stderr, so that the originals can be given to the
// components. A write to a copy whose reader is gone is an error, where one to the originals would end the process.
func (r *reporter) detach() error {
	out, err := duplicate(os.Stdout)
	if err != nil {
		return err
	}
	errOut, err := duplicate(os.Stderr)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.out, r.err = out, errOut
	return nil
}

func duplicate(f *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 3)
	if err != nil {
		return nil, fmt.Errorf("cannot copy %s: %w", f.Name(), err)
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

// step reports that a step is done.
func (r *reporter) step(e event, message string) {
	r.write(line{Event: e, Message: message})
}

// ready reports that the cluster can be used with the given kubeconfig.
func (r *reporter) ready(kubeconfig, server string) {
	r.write(line{Event: eventReady, Message: "the cluster is ready", Kubeconfig: kubeconfig, Server: server})
}

// failure reports err once, on both streams, and returns its exit code.
func (r *reporter) failure(err error) int {
	code := exitFailure
	var f *failure
	if errors.As(err, &f) {
		code = f.code
	}
	r.mu.Lock()
	again := r.failed
	r.failed = true
	r.mu.Unlock()
	if again {
		return code
	}
	message := strings.Join(strings.Fields(err.Error()), " ") // one line, whatever a component put into its error
	r.write(line{Event: eventError, Message: message})
	r.mu.Lock()
	defer r.mu.Unlock()
	fmt.Fprintf(r.err, "sandbox: %s\n", message)
	return code
}

func (r *reporter) write(l line) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.MS = time.Since(r.began).Milliseconds()
	encoder := json.NewEncoder(r.out)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(l) // nobody is left to tell
}
