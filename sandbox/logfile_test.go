package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// asLogger makes the test program print more than a log file may hold to a log file with the given path. Only a
// process of its own can do that: its stdout and stderr are gone afterwards.
const asLogger = "SANDBOX_TEST_AS_LOGGER"

func logTooMuch(path string) int {
	l, err := captureOutput(path)
	if err != nil {
		return 1
	}
	fmt.Fprintln(os.Stderr, "before")
	fmt.Print(string(bytes.Repeat([]byte("x"), maxLogBytes)))
	close(l.stop) // the watch would do the same at a moment that a test cannot know
	<-l.done
	l.rotateIfFull()
	fmt.Fprintln(os.Stderr, "after")
	return 0
}

func TestTheLogIsRotatedUnderItsWritersAndKeepsEveryLine(t *testing.T) {
	path := filepath.Join(t.TempDir(), logFile)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), asLogger+"="+path)
	if out, err := cmd.CombinedOutput(); err != nil || len(out) != 0 {
		t.Fatalf("%v, output %q", err, out)
	}
	old, err := os.ReadFile(path + rotatedSuffix)
	if err != nil || !bytes.HasPrefix(old, []byte("before\n")) || len(old) != len("before\n")+maxLogBytes {
		t.Errorf("old file: %d bytes, %v", len(old), err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != "after\n" {
		t.Errorf("new file: %q, %v", now, err)
	}
}
