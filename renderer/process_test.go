package main

import (
	"encoding/json"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"time"
)

func TestOneRequestGivesOneResponse(t *testing.T) {
	result := runProcess(t, requestJSON(t, Request{Dir: fixture(t, "directory"), Path: "guestbook"}))
	if result.status != exitOK || !result.response.OK || len(result.response.Objects) != 5 || result.stderr != "" {
		t.Fatalf("%+v", result)
	}
	if result.response.Version != fullVersion() {
		t.Errorf("version %q", result.response.Version)
	}
	if !strings.Contains(result.stdout, `\"start\":9007199254740993`) {
		t.Error("an object is not handed over as text")
	}
}

func TestSeveralRequestsOfATreeAreAnsweredInTheirOrder(t *testing.T) {
	dir := writeTree(t, map[string]string{
		"a/a.yaml": "apiVersion: v1\nkind: A\nmetadata: {name: a}\n", "b/b.yaml": "apiVersion: v1\nkind: B\nmetadata: {name: b}\n",
	})
	one := func(path string) string { return requestJSON(t, Request{Dir: dir, Path: path}) }
	result := runProcess(t, one("a")+one("missing")+one("b"))
	lines := strings.Split(strings.TrimSpace(result.stdout), "\n")
	if result.status != exitOK || len(lines) != 3 {
		t.Fatalf("%+v", result)
	}
	for i, want := range []string{`"kind":"A"`, `"code":"path_not_found"`, `"kind":"B"`} {
		if !strings.Contains(lines[i], want) {
			t.Errorf("%d: %s", i, lines[i])
		}
	}
}

func TestNothingFollowsAKustomizationWithItsOwnSchemas(t *testing.T) {
	dir := writeTree(t, map[string]string{
		"a/kustomization.yaml": "openapi: {path: schema.json}\nresources: [a.yaml]\n", "a/schema.json": `{"definitions": {}}`,
		"a/a.yaml": "apiVersion: v1\nkind: A\nmetadata: {name: a}\n",
	})
	one := requestJSON(t, Request{Dir: dir, Path: "a"})
	if result := runProcess(t, one+one); result.status != exitOK || strings.Count(strings.TrimSpace(result.stdout), "\n") != 0 {
		t.Errorf("%+v", result)
	}
}

func TestARefusalIsAResponseToo(t *testing.T) {
	dir := writeTree(t, map[string]string{"a.yaml": "apiVersion: v1\nkind: A\nmetadata: {name: a\n"})
	result := runProcess(t, requestJSON(t, Request{Dir: dir}))
	if result.status != exitOK || result.response.OK || result.response.Code != CodeYAML || result.response.File != "a.yaml" || result.response.Line == 0 {
		t.Fatalf("%+v", result)
	}
}

func TestAnUnreadableRequestHasItsOwnStatus(t *testing.T) {
	for _, input := range []string{"", "{", "[]", `{"dir": "/x", "unknown": 1}`, `{"dir": 1}`, `{"dir": "/x"} {"dir": "/y"}`, `{"dir": "/x"} {"dir": "/x", "limits": {"files": 1}}`, `{"dir": "/x"} {`} {
		result := runProcess(t, input)
		if result.status != exitUnreadable || result.response.Code != CodeBadRequest {
			t.Errorf("%q: %+v", input, result)
		}
	}
	if result := runProcess(t, `{"dir": "relative"}`); result.status != exitOK || result.response.Code != CodeBadRequest {
		t.Errorf("%+v", result)
	}
}

func TestEveryKindRendersConfinedAndTwiceTheSame(t *testing.T) {
	for _, request := range []Request{
		{Dir: fixture(t, "directory"), Path: "guestbook", Directory: DirectoryOptions{Recurse: true}},
		{Dir: fixture(t, "kustomize"), Path: "overlays/production", Kustomize: KustomizeOptions{Images: []string{"web:2"}, CommonLabels: map[string]string{"a": "b", "c": "d"}}},
		{Dir: fixture(t, "helm"), Path: "shop", KubeVersion: "v1.36.3", Helm: HelmOptions{ValueFiles: []string{"values-production.yaml"}}},
	} {
		first, second := runProcess(t, requestJSON(t, request)), runProcess(t, requestJSON(t, request))
		if !first.response.OK || first.stdout != second.stdout {
			t.Errorf("%s: %s %s", request.Dir, first.stdout, first.stderr)
		}
	}
}

func TestTheVersionIsPrinted(t *testing.T) {
	if result := runProcess(t, "", "--version"); strings.TrimSpace(result.stdout) != fullVersion() || result.status != exitOK {
		t.Errorf("%+v", result)
	}
}

func TestTheProbeReportsWhatHolds(t *testing.T) {
	result := runProcess(t, "", "--probe")
	var report probeReport
	if err := json.Unmarshal([]byte(result.stdout), &report); err != nil || result.status != exitOK {
		t.Fatalf("%v %+v", err, result)
	}
	if !report.Rlimits.Active || report.OS != runtime.GOOS {
		t.Errorf("%+v", report)
	}
	if report.Landlock.Active != (report.Landlock.ABI > 0) {
		t.Errorf("the kernel offers Landlock %d, but active is %v", report.Landlock.ABI, report.Landlock.Active)
	}
}

func TestR23ABombEndsAtItsLimit(t *testing.T) {
	if testing.Short() {
		t.Skip("takes seconds of CPU time")
	}
	for _, row := range []struct {
		name, template string
		limits         Limits
		status         int
		stderr         string
	}{
		{"an endless loop", `{{ range $i := until 100000 }}{{ range $j := until 100000 }}{{ end }}{{ end }}`, Limits{CPUSeconds: 1}, exitCPU, "CPU time"},
		{"a huge text", `{{ repeat 2000000000 "x" }}`, Limits{MemoryMiB: 256}, exitUnreadable, "memory|thread"}, // or for the stack of a thread
		{"a huge list", `{{ range until 300000000 }}{{ end }}`, Limits{MemoryMiB: 256}, exitUnreadable, "memory|thread"},
	} {
		dir := chartTree(t, map[string]string{"templates/a.yaml": row.template})
		started := time.Now()
		result := runProcess(t, requestJSON(t, Request{Dir: dir, Limits: row.limits}))
		if result.status != row.status || result.stdout != "" || !regexp.MustCompile(row.stderr).MatchString(result.stderr) {
			t.Errorf("%s: status %d, %d bytes of output, %.300s", row.name, result.status, len(result.stdout), result.stderr)
		}
		if took := time.Since(started); took > 20*time.Second {
			t.Errorf("%s: ended after %s", row.name, took)
		}
	}
}
