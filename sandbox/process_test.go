package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// asSandbox makes the test program behave as the sandbox, so that the tests need no other build.
const asSandbox = "SANDBOX_TEST_AS_SANDBOX"

func TestMain(m *testing.M) {
	if os.Getenv(asSandbox) != "" {
		os.Exit(run(os.Args[1:]))
	}
	if path := os.Getenv(asLogger); path != "" {
		os.Exit(logTooMuch(path))
	}
	os.Exit(m.Run())
}

// process is a running sandbox.
type process struct {
	cmd    *exec.Cmd
	events *bufio.Scanner
	stderr strings.Builder
}

func startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	program := os.Getenv("SANDBOX_BIN")
	if program == "" {
		program = os.Args[0]
	}
	p := &process{cmd: exec.Command(program, append(args, "--parent-pid", fmt.Sprint(os.Getpid()))...)}
	p.cmd.Env = append(os.Environ(), asSandbox+"=1")
	p.cmd.Stderr = &p.stderr
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	p.events = bufio.NewScanner(stdout)
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.cmd.Wait()
	})
	return p
}

// until reads events up to the wanted one and returns it and the names of all that came.
func (p *process) until(t *testing.T, wanted event) (line, []event) {
	t.Helper()
	var seen []event
	for p.events.Scan() {
		var l line
		if err := json.Unmarshal(p.events.Bytes(), &l); err != nil {
			t.Fatalf("not an event: %q", p.events.Text())
		}
		seen = append(seen, l.Event)
		if l.Event == wanted {
			return l, seen
		}
	}
	t.Fatalf("no event %q; got %v, stderr %q", wanted, seen, p.stderr.String())
	return line{}, nil
}

func (p *process) exitCode(t *testing.T) int {
	t.Helper()
	var exit *exec.ExitError
	if err := p.cmd.Wait(); err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.cmd.ProcessState.ExitCode()
}

func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	p.until(t, eventStopped)
	if code := p.exitCode(t); code != 0 {
		t.Fatalf("exit code %d after SIGTERM, stderr %q", code, p.stderr.String())
	}
}

// eventually tries until it succeeds, and fails the test after a time that a loaded machine does not need.
func eventually(t *testing.T, complaint string, try func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	for {
		err := try(ctx)
		if err == nil {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("%s: %v", complaint, err)
		case <-time.After(50 * time.Millisecond):
		}
	}
}
