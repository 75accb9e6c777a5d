//go:build !linux

package main

import (
	"errors"
	"os"
	"syscall"
)

// processWatch returns a function that tells whether the process that has this id now is still running. Only a
// direct parent is told apart from a zombie or from another process that got the id later: losing it changes the
// parent of this process.
func processWatch(pid int) func() bool {
	direct := os.Getppid() == pid
	return func() bool {
		if direct {
			return os.Getppid() == pid
		}
		err := syscall.Kill(pid, 0)
		return err == nil || errors.Is(err, syscall.EPERM)
	}
}
