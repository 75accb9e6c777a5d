package main

import (
	"io"
	"net"
	"os"
	"runtime"
)

// probeReport says which layers of confinement are active here. The caller runs the probe the way it will run
// renders (for instance inside a new network namespace) and shows what is missing.
type probeReport struct {
	Version  string `json:"version"`
	OS       string `json:"os"`
	Landlock struct {
		ABI    int  `json:"abi"`    // what the kernel offers, 0 if nothing
		Active bool `json:"active"` // a file outside the allowed folder was really refused
	} `json:"landlock"`
	Rlimits struct {
		Active bool   `json:"active"`
		Error  string `json:"error"`
	} `json:"rlimits"`
	Network struct {
		Isolated bool `json:"isolated"` // a hint: no interface is up
	} `json:"network"`
}

// probe confines this process to a folder, tries to break out and reports.
func probe(out io.Writer) error {
	var report probeReport
	report.Version, report.OS = fullVersion(), runtime.GOOS
	report.Network.Isolated = noInterfaceUp()
	report.Landlock.ABI = landlockABI()

	if err := limitResources(defaultLimits); err != nil {
		report.Rlimits.Error = err.Error()
	}
	report.Rlimits.Active = report.Rlimits.Error == ""
	before := readable("/")
	report.Landlock.Active = restrictFiles(os.TempDir()) == nil && before && !readable("/")
	return encode(out, report)
}

func readable(dir string) bool {
	opened, err := os.Open(dir)
	if err != nil {
		return false
	}
	opened.Close()
	return true
}

// noInterfaceUp is true in a fresh network namespace, whose loopback interface is down.
func noInterfaceUp() bool {
	interfaces, err := net.Interfaces()
	if err != nil {
		return false
	}
	for _, each := range interfaces {
		if each.Flags&net.FlagUp != 0 {
			return false
		}
	}
	return true
}
