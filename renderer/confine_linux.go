package main

import (
	"github.com/landlock-lsm/go-landlock/landlock"
	"github.com/landlock-lsm/go-landlock/landlock/syscall"
)

// landlockRules is everything the newest kernel can restrict; BestEffort applies what the running one can.
var landlockRules = landlock.V11.BestEffort()

// restrictFiles lets this process read below dir and nothing else: no other file, no writing, no program, no
// TCP (UDP too on kernels that can), no signal to other processes.
func restrictFiles(dir string) error {
	return landlockRules.Restrict(landlock.RODirs(dir))
}

// landlockABI is the version of Landlock the kernel offers, 0 if none.
func landlockABI() int {
	abi, err := syscall.LandlockGetABIVersion()
	if err != nil {
		return 0
	}
	return abi
}
