package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"testing"
)

func TestReporterWritesOneJSONObjectPerLine(t *testing.T) {
	var out bytes.Buffer
	r := newReporter(&out, &out)
	r.step(eventEtcd, "etcd is ready")
	r.ready("/dir/kubeconfig", "https://127.0.0.1:1")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("got %q", out.String())
	}
	var last line
	if err := json.Unmarshal([]byte(lines[1]), &last); err != nil {
		t.Fatal(err)
	}
	if last.Event != eventReady || last.Kubeconfig != "/dir/kubeconfig" || last.Server != "https://127.0.0.1:1" {
		t.Errorf("got %+v", last)
	}
	if strings.Contains(lines[0], "kubeconfig") {
		t.Errorf("%s names a kubeconfig too early", lines[0])
	}
}

func TestReporterTellsTheFirstFailureOnceInOneLine(t *testing.T) {
	var out, stderr bytes.Buffer
	r := newReporter(&out, &stderr)
	if code := r.failure(&failure{exitPortInUse, "first\n  second"}); code != exitPortInUse {
		t.Errorf("exit code %d", code)
	}
	if code := r.failure(errors.New("a consequence")); code != exitFailure {
		t.Errorf("exit code %d", code)
	}
	if stderr.String() != "sandbox: first second\n" {
		t.Errorf("stderr: %q", stderr.String())
	}
	if strings.Count(out.String(), "\n") != 1 {
		t.Errorf("stdout: %q", out.String())
	}
}
