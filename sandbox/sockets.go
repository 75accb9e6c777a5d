package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// maxSocketPath is the longest path of a unix socket that every supported system takes: macOS has room for 103
// bytes, Linux for 107.
const maxSocketPath = 103

// urlPath matches paths that mean the same in a URL and in a comma-separated list of URLs, the form in which etcd and
// the API server are told of a socket.
var urlPath = regexp.MustCompile(`^[A-Za-z0-9/._~-]*$`)

// socketDirNote remembers, inside the run directory, a socket directory outside of the data directory, so that the
// start after a kill -9 can remove it.
const socketDirNote = "socket-dir"

// socketDir returns a private directory whose sockets have short and plain paths: the run directory, or a new one
// below the system's temporary directory when the data directory lies too deep or has unusual characters.
func (d dataDir) socketDir() (string, error) {
	run := d.file(runDir)
	if usableForSockets(run) {
		return run, nil
	}
	dir, err := os.MkdirTemp("", "ieum-sandbox-") // made with mode 0700
	if err != nil {
		return "", fmt.Errorf("cannot make a directory for sockets: %w", err)
	}
	if !usableForSockets(dir) {
		_ = os.RemoveAll(dir)
		return "", fmt.Errorf("no place for unix sockets: the path of neither %s nor %s is plain ASCII and shorter than %d bytes", run, dir, maxSocketPath)
	}
	if err := writeFile(d.file(runDir, socketDirNote), []byte(dir)); err != nil {
		_ = os.RemoveAll(dir)
		return "", fmt.Errorf("cannot write to the data directory: %w", err)
	}
	return dir, nil
}

func usableForSockets(dir string) bool {
	return urlPath.MatchString(dir) && len(filepath.Join(dir, etcdClientSocket)) <= maxSocketPath
}

// removeSocketDir removes the directory that socketDir made outside of the data directory, if it did.
func (d dataDir) removeSocketDir() {
	note, err := os.ReadFile(d.file(runDir, socketDirNote))
	if err != nil {
		return
	}
	// The name is checked, although only this program writes it: it decides what is deleted.
	if dir := string(note); strings.HasPrefix(filepath.Base(dir), "ieum-sandbox-") && filepath.Dir(dir) == filepath.Clean(os.TempDir()) {
		_ = os.RemoveAll(dir)
	}
}
