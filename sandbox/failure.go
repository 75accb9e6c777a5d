package main

// Exit codes that a supervisor can act on; README.md lists them.
const (
	exitFailure   = 1
	exitLocked    = 3
	exitPortInUse = 4
)

// failure is an error with an exit code of its own.
type failure struct {
	code    int
	message string
}

func (f *failure) Error() string { return f.message }
