package main

import (
	"fmt"
	"os"
	"time"
)

const (
	maxLogBytes   = 8 << 20
	logCheckEvery = 2 * time.Second
	rotatedSuffix = ".1"
)

// outputLog is the file that receives what the components print. It keeps at most about twice maxLogBytes: the
// current file and the one before.
type outputLog struct {
	path string
	file *os.File
	stop chan struct{}
	done chan struct{}
}

// captureOutput appends everything written to the process's stdout and stderr to the file, from any goroutine and
// from the runtime itself, so that the trace of a crash is in the file too.
func captureOutput(path string) (*outputLog, error) {
	l := &outputLog{path: path, stop: make(chan struct{}), done: make(chan struct{})}
	if err := l.open(); err != nil {
		return nil, err
	}
	go l.watch()
	return l, nil
}

func (l *outputLog) open() error {
	f, err := os.OpenFile(l.path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("cannot open the log file: %w", err)
	}
	for _, fd := range []int{1, 2} {
		if err := redirect(f, fd); err != nil {
			_ = f.Close()
			return fmt.Errorf("cannot redirect output to the log file: %w", err)
		}
	}
	if l.file != nil {
		_ = l.file.Close()
	}
	l.file = f
	return nil
}

func (l *outputLog) watch() {
	defer close(l.done)
	tick := time.NewTicker(logCheckEvery)
	defer tick.Stop()
	for {
		select {
		case <-l.stop:
			return
		case <-tick.C:
			l.rotateIfFull()
		}
	}
}

// rotateIfFull replaces the descriptors under the writers, so that no line is lost and none has to wait.
func (l *outputLog) rotateIfFull() {
	info, err := l.file.Stat()
	if err != nil || info.Size() < maxLogBytes {
		return
	}
	if err := os.Rename(l.path, l.path+rotatedSuffix); err != nil {
		return // tried again at the next tick
	}
	if err := l.open(); err != nil {
		fmt.Fprintln(os.Stderr, "cannot rotate the log:", err) // goes to the renamed file
	}
}

func (l *outputLog) close() {
	close(l.stop)
	<-l.done
	_ = l.file.Close()
}
