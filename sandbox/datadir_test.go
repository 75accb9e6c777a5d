package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDataDirCanBeClaimedOnlyOnceAtATime(t *testing.T) {
	d := dataDir(filepath.Join(t.TempDir(), "new"))
	release, err := d.claim()
	if err != nil {
		t.Fatal(err)
	}
	_, err = d.claim()
	var f *failure
	if !errors.As(err, &f) || f.code != exitLocked || !strings.Contains(f.message, fmt.Sprintf("process %d", os.Getpid())) {
		t.Fatalf("second claim: %v", err)
	}
	release()
	release, err = d.claim()
	if err != nil {
		t.Fatalf("claim after release: %v", err)
	}
	release()
}

func TestResetRemovesOnlyWhatTheSandboxMade(t *testing.T) {
	d := dataDir(t.TempDir())
	foreign := d.file("notes.txt")
	for _, path := range []string{foreign, d.file(kubeconfigFile), d.file(tokenFile), d.file(logFile), d.file(logFile + rotatedSuffix)} {
		if err := writeFile(path, []byte("x")); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	if err := d.reset(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(string(d))
	if err != nil {
		t.Fatal(err)
	}
	if len(left) != 1 || left[0].Name() != filepath.Base(foreign) {
		t.Errorf("left: %v", left)
	}
}

func TestPrepareTakesAwayTheKubeconfigOfTheLastRun(t *testing.T) {
	d := dataDir(t.TempDir())
	if err := writeFile(d.file(kubeconfigFile), []byte("old")); err != nil {
		t.Fatal(err)
	}
	if err := d.prepare(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(d.file(kubeconfigFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("kubeconfig is still there: %v", err)
	}
}

func TestWrittenFilesArePrivateAndLeaveNoRemains(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "secret")
	for _, content := range []string{"first, which is longer", "second"} {
		if err := writeFile(path, []byte(content)); err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(path)
		if err != nil || string(got) != content {
			t.Fatalf("got %q, %v", got, err)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("left: %v", files)
	}
}

func TestSocketsOfADeepOrOddDataDirLieInAPrivateDirectoryElsewhere(t *testing.T) {
	for _, name := range []string{strings.Repeat("deep/", 30), "한글", "a b", "a,b", "a%20b"} {
		t.Run(name, func(t *testing.T) { checkSocketsElsewhere(t, dataDir(filepath.Join(shortTempDir(t), name))) })
	}
}

func checkSocketsElsewhere(t *testing.T, d dataDir) {
	if err := os.MkdirAll(d.file(runDir), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("TMPDIR", shortTempDir(t))
	sockets, err := d.socketDir()
	if err != nil {
		t.Fatal(err)
	}
	if !usableForSockets(sockets) {
		t.Errorf("%s is no better", sockets)
	}
	if info, err := os.Stat(sockets); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("mode of %s: %v, %v", sockets, info.Mode(), err)
	}
	d.removeSocketDir()
	if _, err := os.Stat(sockets); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("%s was not removed: %v", sockets, err)
	}
}

func TestAForgedSocketNoteDeletesNothing(t *testing.T) {
	d := dataDir(t.TempDir())
	victim := filepath.Join(t.TempDir(), "ieum-sandbox-of-somebody")
	for _, dir := range []string{victim, d.file(runDir)} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := writeFile(d.file(runDir, socketDirNote), []byte(victim)); err != nil {
		t.Fatal(err)
	}
	d.removeSocketDir()
	if _, err := os.Stat(victim); err != nil {
		t.Error("a directory that is not ours was removed")
	}
}

// shortTempDir is a temporary directory that is not below the test's own one, whose path is long already.
func shortTempDir(t *testing.T) string {
	dir, err := os.MkdirTemp("/tmp", "sb")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}
