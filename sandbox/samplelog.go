package main

import (
	"fmt"
	"strings"
	"time"
)

const (
	sampleLines = 40
	sampleEvery = 3 * time.Second
)

// writeSampleLog writes the log that every simulated container shows, in the format of the container runtime
// interface: time, stream, F for a full line, text. Every line says that it is not real.
func writeSampleLog(path string) error {
	var b strings.Builder
	at := time.Now().Add(-(sampleLines + 1) * sampleEvery)
	write := func(stream, text string) {
		fmt.Fprintf(&b, "%s %s F [simulated] %s\n", at.UTC().Format(time.RFC3339Nano), stream, text)
		at = at.Add(sampleEvery)
	}
	write("stdout", "this container does not run: the sandbox shows the same sample log for every pod")
	for i := range sampleLines {
		if i%10 == 9 {
			write("stderr", fmt.Sprintf("level=warn msg=\"slow request\" path=/ duration=%dms", 240+i))
			continue
		}
		write("stdout", fmt.Sprintf("level=info msg=\"request served\" method=GET path=/ status=200 duration=%dms", 3+i%7))
	}
	return writeFile(path, []byte(b.String()))
}
