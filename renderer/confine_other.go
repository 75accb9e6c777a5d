//go:build !linux

package main

// restrictFiles does nothing: only Linux lets a process restrict its own file access. The tree's os.Root and
// the refused transport remain.
func restrictFiles(string) error { return nil }

func landlockABI() int { return 0 }
