package main

import (
	"fmt"
	"os"
	"strings"
)

// processWatch returns a function that tells whether the process that has this id now is still running. A process
// that ended but was not waited for (a zombie) is not running, and neither is another one that got the id later.
func processWatch(pid int) func() bool {
	born, running := processState(pid)
	return func() bool {
		if !running {
			return false
		}
		now, still := processState(pid)
		return still && now == born
	}
}

// processState returns the start time of a process and whether it is running; see proc_pid_stat(5). The name of the
// program stands in parentheses and may contain anything, so the fields are counted from the last parenthesis.
func processState(pid int) (born string, running bool) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return "", false
	}
	fields := strings.Fields(string(stat)[strings.LastIndexByte(string(stat), ')')+1:])
	const state, startTime = 0, 19 // fields 3 and 22 of the manual page
	if len(fields) <= startTime {
		return "", false
	}
	return fields[startTime], fields[state] != "Z" && fields[state] != "X"
}
