package main

import (
	"slices"
	"testing"
)

func TestAnOverrideFileBesideTheManifestsIsMerged(t *testing.T) {
	files := map[string]string{
		"kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": manifest("a"),
		".argocd-source.yaml":      "kustomize: {namePrefix: all-, commonAnnotations: {from: all}}\n",
		".argocd-source-shop.yaml": "kustomize:\n  namePrefix: shop-\n  images: [web:2]\n",
	}
	for name, want := range map[string]string{"": "all-a", "shop": "shop-a", "other": "all-a"} {
		result := mustRender(t, Request{Dir: writeTree(t, files), Name: name, Kustomize: KustomizeOptions{NameSuffix: "", NamePrefix: "mine-"}})
		if result.Kind != KindKustomize || result.Objects[0].Name != want || result.Shared {
			t.Errorf("%s: %+v", name, result)
		}
		if annotations := dig(find(t, result, "ConfigMap/"+want), "metadata", "annotations", "from"); annotations != "all" {
			t.Errorf("%s: %v", name, annotations)
		}
	}
}

func TestAnOverrideChoosesTheKindAndCarriesValues(t *testing.T) {
	dir := writeTree(t, map[string]string{
		"Chart.yaml": chartText, "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": manifest("plain"),
		"templates/a.yaml":         manifest("{{ .Release.Name }}-{{ .Values.size }}-{{ .Values.tag }}"),
		".argocd-source-k.yaml":    "kustomize: {}\n",
		".argocd-source-h.yaml":    "helm:\n  valuesObject: {size: 7}\n  parameters: [{name: tag, value: '2', forceString: true}]\n",
		".argocd-source-none.yaml": "# nothing\n",
	})
	for name, want := range map[string]string{"k": "ConfigMap/plain", "h": "ConfigMap/h-7-2"} {
		if got := names(mustRender(t, Request{Dir: dir, Name: name}).Objects); !slices.Equal(got, []string{want}) {
			t.Errorf("%s: %v", name, got)
		}
	}
	chosen := mustRender(t, Request{Dir: dir, Name: "h", Kind: KindKustomize})
	if chosen.Kind != KindKustomize || len(chosen.Objects) != 1 {
		t.Errorf("%+v", chosen)
	}
	mustRefuse(t, Request{Dir: dir, Name: "none", Helm: HelmOptions{Values: "[]"}}) // the file says nothing, the request still counts
}

func TestWhatDependsOnNobodyIsShared(t *testing.T) {
	plain := map[string]string{"a.yaml": manifest("a"), ".argocd-source.yaml": "directory: {recurse: true}\n"}
	for name, row := range map[string]struct {
		files map[string]string
		want  bool
	}{
		"plain manifests": {plain, true}, "a kustomization": {kustomization("resources: []"), true}, "a chart": {chartOf(), false},
		"an override for one application": {map[string]string{"a.yaml": manifest("a"), ".argocd-source-x.yaml": "directory: {recurse: true}\n"}, false},
	} {
		if result := mustRender(t, Request{Dir: writeTree(t, row.files), Name: "shop"}); result.Shared != row.want {
			t.Errorf("%s: %v", name, result.Shared)
		}
	}
	for name, row := range map[string]struct {
		request Request
		want    bool
	}{
		"a broken manifest": {Request{Dir: writeTree(t, map[string]string{"a.yaml": manifest("a") + "- x\n"})}, true},
		"a missing path":    {Request{Dir: t.TempDir(), Path: "gone"}, true},
		"a broken chart":    {Request{Dir: chartTree(t, map[string]string{"templates/a.yaml": "{{ fail \"x\" }}"})}, false},
	} {
		if refusal := mustRefuse(t, row.request); refusal.Shared != row.want {
			t.Errorf("%s: %v", name, refusal.Shared)
		}
	}
}
