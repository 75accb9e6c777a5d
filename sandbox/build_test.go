package main

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"
)

func TestBuildFlagsNameTheVersionOfTheLinkedKubernetes(t *testing.T) {
	module, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	content, err := os.ReadFile("build.json")
	if err != nil {
		t.Fatal(err)
	}
	var build struct {
		Ldflags string            `json:"ldflags"`
		Env     map[string]string `json:"env"`
	}
	if err := json.Unmarshal(content, &build); err != nil {
		t.Fatal(err)
	}
	version := regexp.MustCompile(`(?m)^\tk8s\.io/kubernetes (v(\d+)\.(\d+)\.\d+)$`).FindStringSubmatch(string(module))
	if version == nil {
		t.Fatal("go.mod does not require k8s.io/kubernetes")
	}
	for name, value := range map[string]string{"gitVersion": version[1], "gitMajor": version[2], "gitMinor": version[3]} {
		if flag := "-X k8s.io/component-base/version." + name + "=" + value; !strings.Contains(build.Ldflags+" ", flag+" ") {
			t.Errorf("%q is missing in %q", flag, build.Ldflags)
		}
	}
	if build.Env["CGO_ENABLED"] != "0" {
		t.Error("the build must not need a C compiler")
	}
}
