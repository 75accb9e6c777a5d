package main

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
)

func TestConfigHasUsableDefaultsAndAnAbsoluteDirectory(t *testing.T) {
	cfg, _, err := parseConfig([]string{"--data-dir", "here"})
	if err != nil {
		t.Fatal(err)
	}
	if !filepath.IsAbs(cfg.dataDir) || cfg.port != 0 || cfg.nodes != 3 || cfg.nodePorts.String() != defaultNodePorts || cfg.logLevel != logInfo {
		t.Errorf("unexpected defaults: %+v", cfg)
	}
}

func TestConfigRefusesBadValuesAndNamesTheFlag(t *testing.T) {
	for _, test := range []struct{ args, says string }{
		{"", "--data-dir is required"},
		{"--data-dir d --port 70000", "--port 70000"},
		{"--data-dir d --port -1", "--port -1"},
		{"--data-dir d --port 30005", "inside --node-ports"},
		{"--data-dir d --node-ports 80-90", "--node-ports"},
		{"--data-dir d --node-ports 40000-30000", "--node-ports"},
		{"--data-dir d --node-ports some", "--node-ports"},
		{"--data-dir d --nodes 0", "--nodes 0"},
		{"--data-dir d --nodes 1000", "--nodes 1000"},
		{"--data-dir d --log-level loud", "--log-level"},
		{"--data-dir d --parent-pid -4", "--parent-pid"},
		{"--data-dir d extra", `"extra"`},
		{"--data-dir d --unknown", "--unknown"},
	} {
		if _, _, err := parseConfig(strings.Fields(test.args)); err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: got %v, want an error with %q", test.args, err, test.says)
		}
	}
}

func TestHelpIsNotAFailureAndListsEveryFlag(t *testing.T) {
	_, usage, err := parseConfig([]string{"--help"})
	if !errors.Is(err, errHelp) {
		t.Fatalf("got %v", err)
	}
	for _, flag := range []string{"--data-dir", "--port", "--node-ports", "--nodes", "--fsync", "--reset", "--log-level", "--parent-pid"} {
		if !strings.Contains(usage, flag) {
			t.Errorf("%s is missing in the usage text", flag)
		}
	}
}
