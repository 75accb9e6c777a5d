package main

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"
)

func TestAParentThatEndedIsNoticedEvenBeforeItIsWaitedFor(t *testing.T) {
	child := exec.Command("sleep", "60")
	if err := child.Start(); err != nil {
		t.Skip("no sleep program:", err)
	}
	defer func() { _ = child.Wait() }()
	gone := make(chan struct{})
	go watchParent(t.Context(), child.Process.Pid, func() { close(gone) })
	if err := child.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat("/proc/self/stat"); err != nil {
		_ = child.Wait() // without /proc a zombie looks alive
	}
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("the end of the parent was not noticed")
	}
}

func TestALivingParentIsLeftAloneUntilTheWatchEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		watchParent(ctx, os.Getpid(), func() { t.Error("this process was said to be gone") })
	}()
	cancel()
	<-done
}
