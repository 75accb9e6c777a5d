package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// redirect makes fd refer to the open file f. (Dup2 does not exist on every Linux architecture.)
func redirect(f *os.File, fd int) error {
	return unix.Dup3(int(f.Fd()), fd, 0)
}
