package main

import (
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestAnOverlayIsBuiltOnItsBase(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "kustomize"), Path: "overlays/production"})
	if result.Kind != KindKustomize || len(result.Objects) != 3 {
		t.Fatalf("%s %v", result.Kind, names(result.Objects))
	}
	kinds := []string{result.Objects[0].Kind, result.Objects[1].Kind, result.Objects[2].Kind}
	if !slices.Equal(kinds, []string{"ConfigMap", "Service", "Deployment"}) { // kubectl's order, not the files'
		t.Error(kinds)
	}
	deployment := find(t, result, "Deployment/prod-web")
	container := dig(deployment, "spec", "template", "spec", "containers", 0)
	if dig(container, "image") != "web:1.0" || dig(container, "resources", "limits", "memory") != "64Mi" {
		t.Error(container)
	}
	settings, _ := dig(container, "envFrom", 0, "configMapRef", "name").(string)
	if !strings.HasPrefix(settings, "prod-web-settings-") || result.Objects[0].Name != settings {
		t.Errorf("the reference %q does not follow the generated name %q", settings, result.Objects[0].Name)
	}
	if dig(deployment, "spec", "selector", "matchLabels", "tier") != "production" || dig(deployment, "metadata", "annotations", "example.com/debug") != "on" {
		t.Error(deployment)
	}
	if !hasWarning(result, WarnKustomize, "") || result.Objects[0].Source != "overlays/production/kustomization.yaml" {
		t.Errorf("%v, source %s", result.Warnings, result.Objects[0].Source)
	}
}

func TestKustomizeOptionsEditTheKustomization(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "kustomize"), Path: "overlays/production", Kustomize: KustomizeOptions{
		NamePrefix: "blue-", NameSuffix: "-v2", Namespace: "shop", Images: []string{"web=registry.example.com:5000/web:2.0"},
		Replicas: []ReplicaOption{{Name: "web", Count: 4}}, CommonLabels: map[string]string{"tier": "blue"},
		CommonAnnotations: map[string]string{"example.com/owner": "shop"},
	}})
	for _, object := range result.Objects {
		if object.Namespace != "shop" || !strings.HasPrefix(object.Name, "blue-web") {
			t.Errorf("%+v", object)
		}
	}
	deployment := find(t, result, "Deployment/blue-web-v2")
	for path, want := range map[string]any{
		"spec replicas": 4.0, "spec selector matchLabels tier": "blue", "metadata annotations example.com/owner": "shop",
	} {
		var keys []any
		for key := range strings.FieldsSeq(path) {
			keys = append(keys, key)
		}
		if got := dig(deployment, keys...); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
	if image := dig(deployment, "spec", "template", "spec", "containers", 0, "image"); image != "registry.example.com:5000/web:2.0" {
		t.Errorf("image %v", image)
	}
	again := mustRender(t, Request{Dir: fixture(t, "kustomize"), Path: "overlays/production"})
	if strings.Contains(again.Objects[0].Name, "blue") {
		t.Error("the edit outlived its render")
	}
}

func TestImageOverridesAreParsed(t *testing.T) {
	for text, want := range map[string][4]string{
		"web=other":                    {"web", "other", "", ""},
		"web=other:2":                  {"web", "other", "2", ""},
		"web=host:5000/other":          {"web", "host:5000/other", "", ""},
		"web=host:5000/other:2@sha256": {"web", "host:5000/other", "2", "sha256"},
		"web:2":                        {"web", "", "2", ""},
		"host:5000/web@sha256:ab":      {"host:5000/web", "", "", "sha256:ab"},
	} {
		image, err := parseImage(text)
		if got := [4]string{image.Name, image.NewName, image.NewTag, image.Digest}; err != nil || got != want {
			t.Errorf("%s: %v %v", text, got, err)
		}
	}
	for _, text := range []string{"", "web", "=x", "web=", "host:5000/web"} {
		if image, err := parseImage(text); err == nil {
			t.Errorf("%q: accepted as %+v", text, image)
		}
	}
}

// A plugin configuration is not a kustomization, so the scan does not read it: the transport has to hold.
func TestR19NothingIsFetchedForAPluginConfiguration(t *testing.T) {
	hits := 0
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits++ }))
	defer server.Close()
	dir := writeTree(t, map[string]string{
		"kustomization.yaml": "generators: [generator.yaml]\n",
		"generator.yaml":     "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: g}\nfiles: [\"x=" + server.URL + "/x\"]\n",
	})
	refusal := mustRefuse(t, Request{Dir: dir})
	if refusal.Code != CodeRemoteBase || hits != 0 {
		t.Errorf("%+v after %d requests", refusal, hits)
	}
}

func TestR19NoRemoteSpellingOpensAConnection(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	connected := make(chan struct{}, 1)
	go func() {
		if _, err := listener.Accept(); err == nil {
			connected <- struct{}{}
		}
	}()
	host := listener.Addr().String()
	for _, form := range []string{"http://%/x.yaml", "HTTPS://%/x.yaml", "http:%/x", "git::http://%/r", "git@%:o/r", "ssh://git@%/o/r",
		"file:///etc", "git@github.com:o/r", "github.com/o/r", "user@%/o/r", "base?ref=main", "s3::%/x", "http://%/o/r//base?ref=v1"} {
		value := strings.ReplaceAll(form, "%", host)
		for field, text := range map[string]string{
			"resources": "resources: ['" + value + "']\n", "RESOURCES": "RESOURCES: ['" + value + "']\n", "bases": "bases: ['" + value + "']\n",
			"components": "components: ['" + value + "']\n", "crds": "crds: ['" + value + "']\n", "configurations": "configurations: ['" + value + "']\n",
			"generators": "generators: ['" + value + "']\n", "transformers": "transformers: ['" + value + "']\n", "validators": "validators: ['" + value + "']\n",
			"openapi": "openapi: {path: '" + value + "'}\n", "patches": "patches: [{path: '" + value + "'}]\n",
			"patchesStrategicMerge": "patchesStrategicMerge: ['" + value + "']\n",
			"patchesJson6902":       "patchesJson6902: [{path: '" + value + "', target: {kind: A, name: b}}]\n",
			"replacements":          "replacements: [{path: '" + value + "'}]\n",
			"files":                 "configMapGenerator: [{name: c, files: ['k=" + value + "']}]\n",
			"envs":                  "secretGenerator: [{name: c, envs: ['" + value + "']}]\n", "env": "secretGenerator: [{name: c, env: '" + value + "'}]\n",
		} {
			if field == "files" && strings.Contains(value, "=m") {
				continue // a second "=" is an error of its own
			}
			refusal := mustRefuse(t, Request{Dir: writeTree(t, map[string]string{"kustomization.yaml": "# first line\n" + text})})
			if refusal.Code != CodeRemoteBase || refusal.File != "kustomization.yaml" || refusal.Line != 2 {
				t.Errorf("%s %s: %+v", field, value, refusal)
			}
		}
	}
	select {
	case <-connected:
		t.Error("a connection was opened")
	default:
	}
}

func TestInlinePatchesAndGeneratorsAreNotPaths(t *testing.T) {
	dir := writeTree(t, map[string]string{"kustomization.yaml": `
resources: [a.yaml]
patchesStrategicMerge:
  - |-
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: a}
    data: {url: "http://example.com/x?ref=1"}
  - '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {more: "yes"}}'
generators:
  - |-
    apiVersion: builtin
    kind: ConfigMapGenerator
    metadata: {name: g}
    literals: [k=v]
`, "a.yaml": manifest("a")})
	result := mustRender(t, Request{Dir: dir})
	if len(result.Objects) != 2 || dig(find(t, result, "ConfigMap/a"), "data", "more") != "yes" {
		t.Error(names(result.Objects))
	}
}

func TestTheOpenPodcastsTreeRendersCompletely(t *testing.T) {
	if openPodcasts == "" {
		t.Skip("OPEN_PODCASTS_DIR is not set")
	}
	result := mustRender(t, Request{Dir: openPodcasts, Path: "config/default"})
	crds := 0
	for _, object := range result.Objects {
		if object.Kind == "CustomResourceDefinition" {
			crds++
		}
	}
	if len(result.Objects) != 27 || crds != 10 {
		t.Errorf("%d objects, %d CRDs", len(result.Objects), crds)
	}
}

func TestPatchesAndComponentsOfTheRequestAreAdded(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "kustomize"), Path: "overlays/production", Kustomize: KustomizeOptions{
		Components: []string{"../../components/extra"},
		Patches: []PatchOption{
			{Patch: "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {paused: true}\n"},
			{Patch: `[{"op": "add", "path": "/metadata/annotations/patched", "value": "yes"}]`, Target: &PatchTarget{Kind: "Deploy.*", Name: "w.b"}},
		},
	}})
	deployment := find(t, result, "Deployment/prod-web")
	if dig(deployment, "spec", "paused") != true || dig(deployment, "metadata", "annotations", "patched") != "yes" {
		t.Error(deployment)
	}
	if dig(deployment, "metadata", "annotations", "example.com/extra") != "on" || dig(find(t, result, "Service/prod-web"), "metadata", "annotations", "patched") != nil {
		t.Error(result.Objects)
	}
}
