package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"golang.org/x/sys/unix"
)

// Names inside the data directory. All of them belong to the sandbox; nothing else in there is touched.
const (
	lockFile       = "sandbox.lock"
	logFile        = "components.log"
	kubeconfigFile = "kubeconfig" // exists only while the cluster is ready
	portsFile      = "ports.json"
	tokenFile      = "tokens.csv"
	pkiDir         = "pki"
	etcdDir        = "etcd"
	runDir         = "run" // what one run needs; emptied at every start
)

// minFreeBytes is what etcd needs to make its first files (two write-ahead logs of 64 MiB) and room to grow.
const minFreeBytes = 256 << 20

// dataDir is the absolute path of the directory that keeps one cluster.
type dataDir string

func (d dataDir) file(parts ...string) string {
	return filepath.Join(append([]string{string(d)}, parts...)...)
}

// claim makes the directory and takes its lock, or fails at once with exitLocked and the id of the process that has
// it. The lock ends with the process, however that ends. The returned function releases it.
func (d dataDir) claim() (release func(), err error) {
	if err := os.MkdirAll(string(d), 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the data directory: %w", err)
	}
	f, err := os.OpenFile(d.file(lockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("cannot lock the data directory: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		holder, _ := os.ReadFile(f.Name())
		_ = f.Close()
		return nil, &failure{exitLocked, fmt.Sprintf("another sandbox (process %s) is using %s; stop it or choose another --data-dir",
			strings.TrimSpace(string(holder)), string(d))}
	}
	if err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("cannot lock the data directory: %w", err)
	}
	if err := f.Truncate(0); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("cannot write to the data directory: %w", err)
	}
	if _, err := f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0); err != nil {
		_ = f.Close()
		return nil, fmt.Errorf("cannot write to the data directory: %w", err)
	}
	return func() { _ = f.Close() }, nil
}

// reset removes everything that a sandbox ever made in the directory, except the lock.
func (d dataDir) reset() error {
	for _, name := range []string{kubeconfigFile, portsFile, tokenFile, pkiDir, etcdDir, runDir, logFile, logFile + rotatedSuffix} {
		if err := os.RemoveAll(d.file(name)); err != nil {
			return fmt.Errorf("cannot reset the data directory: %w", err)
		}
	}
	return nil
}

// prepare leaves an empty run directory and no kubeconfig, and checks that the disk has room.
func (d dataDir) prepare() error {
	if err := os.RemoveAll(d.file(kubeconfigFile)); err != nil {
		return fmt.Errorf("cannot remove the kubeconfig of the last run: %w", err)
	}
	d.removeSocketDir()
	if err := os.RemoveAll(d.file(runDir)); err != nil {
		return fmt.Errorf("cannot clean up after the last run: %w", err)
	}
	for _, name := range []string{runDir, pkiDir, etcdDir} {
		if err := os.MkdirAll(d.file(name), 0o700); err != nil {
			return fmt.Errorf("cannot write to the data directory: %w", err)
		}
	}
	var fs unix.Statfs_t
	if err := unix.Statfs(string(d), &fs); err != nil {
		return fmt.Errorf("cannot read the free space of the data directory: %w", err)
	}
	if free := uint64(fs.Bavail) * uint64(fs.Bsize); free < minFreeBytes {
		return fmt.Errorf("the disk of %s is full: %d MiB are free, %d MiB are needed", string(d), free>>20, uint64(minFreeBytes)>>20)
	}
	return nil
}

// writeFile writes a private file in one step: a reader sees the old content or the new one, never a part.
func writeFile(path string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // does nothing after the rename
	if _, err := tmp.Write(content); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Sync(); err != nil {
		_ = tmp.Close()
		return err
	}
	if err := tmp.Close(); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
