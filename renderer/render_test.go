package main

import (
	"strings"
	"testing"
)

func TestTheKindIsDetectedFromTheFolder(t *testing.T) {
	chart, kustomized := map[string]string{"Chart.yaml": chartText}, map[string]string{"Kustomization": "resources: []\n"}
	both := map[string]string{"Chart.yaml": chartText, "kustomization.yml": "resources: []\n"}
	for name, row := range map[string]struct {
		files map[string]string
		kind  Kind
	}{
		"a chart": {chart, KindHelm}, "a kustomization": {kustomized, KindKustomize}, "both": {both, KindHelm},
		"manifests": {map[string]string{"a.yaml": manifest("a")}, KindDirectory}, "nothing": {nil, KindDirectory},
	} {
		result := mustRender(t, Request{Dir: writeTree(t, row.files)})
		if result.Kind != row.kind || hasWarning(result, WarnAmbiguousKind, ".") != (name == "both") {
			t.Errorf("%s: %+v", name, result)
		}
	}
}

func TestAChosenKindWinsOverDetection(t *testing.T) {
	dir := writeTree(t, map[string]string{"Chart.yaml": chartText, "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": manifest("a")})
	if result := mustRender(t, Request{Dir: dir, Kind: KindKustomize}); result.Kind != KindKustomize || len(result.Objects) != 1 {
		t.Errorf("%+v", result)
	}
}

func TestOptionsOfAnotherKindAreNotIgnoredSilently(t *testing.T) {
	dir := writeTree(t, map[string]string{"a.yaml": manifest("a")})
	empty := Request{Dir: dir, Kustomize: KustomizeOptions{Images: []string{}, CommonLabels: map[string]string{}}, Helm: HelmOptions{ReleaseName: "r"}}
	if result := mustRender(t, empty); len(result.Warnings) != 0 {
		t.Error(result.Warnings)
	}
	if result := mustRender(t, Request{Dir: dir, Kustomize: KustomizeOptions{NamePrefix: "x-"}}); !hasWarning(result, WarnOptionsIgnored, ".") {
		t.Error(result.Warnings)
	}
}

func TestMessagesAreFitForAScreen(t *testing.T) {
	message := presentable("\x1b[2Jopen /data/x/app/a.yaml: in /@tree/app and /data/x\x00\n", "/data/x/")
	if message != "[2Jopen app/a.yaml: in app and ." {
		t.Errorf("%q", message)
	}
	if long := presentable(strings.Repeat("가", 10000), ""); len([]rune(long)) != maxMessage {
		t.Error(len([]rune(long)))
	}
}
