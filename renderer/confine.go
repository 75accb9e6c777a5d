package main

import (
	"net/http"
	"os"
	"runtime/debug"
	"time"
	_ "time/tzdata" // the host's time zones cannot be read once confined, and output must not depend on them
)

// confine takes away from this process what a render does not need. It cannot be undone. The layers are
// independent: where the operating system lacks one, the others remain (see probe).
func confine(dir string, limits Limits) error {
	confineLibraries()
	// A render lives for milliseconds: collecting garbage rarely saves a quarter of its CPU time. Near the hard
	// limit, which would end the process, the collector works as hard as it can.
	debug.SetGCPercent(400)
	debug.SetMemoryLimit(int64(limits.MemoryMiB) << 20 / 4 * 3)
	if err := limitResources(limits); err != nil {
		return err
	}
	return restrictFiles(dir)
}

// confineLibraries closes the ways out that libraries take by themselves: HTTP, programs found through PATH,
// values read from the environment, the local time zone.
func confineLibraries() {
	http.DefaultTransport = network
	http.DefaultClient = &http.Client{Transport: network}
	os.Clearenv()
	time.Local = time.UTC
}
