package main

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

var testNodePorts = *utilnet.ParsePortRangeOrDie(defaultNodePorts)

func claimAndRelease(t *testing.T, path string, wanted int) ports {
	t.Helper()
	c, err := claimPorts(path, wanted, testNodePorts)
	if err != nil {
		t.Fatal(err)
	}
	c.close()
	return c.ports
}

func TestChosenPortsAreRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), portsFile)
	first := claimAndRelease(t, path, 0)
	if first.APIServer == first.Kubelet || first.APIServer < searchFrom || first.APIServer > searchTo {
		t.Errorf("unexpected ports %+v", first)
	}
	if second := claimAndRelease(t, path, 0); second != first {
		t.Errorf("first %+v, then %+v", first, second)
	}
}

func TestARememberedPortThatIsTakenIsReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), portsFile)
	first := claimAndRelease(t, path, 0)
	other, err := listen(first.APIServer)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	second := claimAndRelease(t, path, 0)
	if second.APIServer == first.APIServer || second.Kubelet != first.Kubelet {
		t.Errorf("first %+v, then %+v", first, second)
	}
	if third := claimAndRelease(t, path, 0); third != second {
		t.Errorf("the replacement was not remembered: %+v, then %+v", second, third)
	}
}

func TestAWantedPortThatIsTakenIsAFailureOfItsOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), portsFile)
	taken := claimAndRelease(t, path, 0).APIServer
	other, err := listen(taken)
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	_, err = claimPorts(path, taken, testNodePorts)
	var f *failure
	if !errors.As(err, &f) || f.code != exitPortInUse {
		t.Errorf("got %v", err)
	}
}

func TestAWantedPortIsTakenAndRemembered(t *testing.T) {
	path := filepath.Join(t.TempDir(), portsFile)
	free := claimAndRelease(t, filepath.Join(t.TempDir(), portsFile), 0).APIServer
	if got := claimAndRelease(t, path, free); got.APIServer != free {
		t.Errorf("got %+v, want %d", got, free)
	}
	if got := claimAndRelease(t, path, 0); got.APIServer != free {
		t.Errorf("not remembered: %+v", got)
	}
}

func TestADamagedPortFileCostsOnlyNewPorts(t *testing.T) {
	path := filepath.Join(t.TempDir(), portsFile)
	for _, content := range []string{"{", `{"apiserver":-5,"kubelet":99999}`, `{"apiserver":30001,"kubelet":"x"}`} {
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got := claimAndRelease(t, path, 0); testNodePorts.Contains(got.APIServer) {
			t.Errorf("%s: port %d lies among the node ports", content, got.APIServer)
		}
	}
}
