package main

import (
	"fmt"
	"path"

	"sigs.k8s.io/kustomize/api/krusty"
)

// renderKustomize builds a kustomization as `kubectl kustomize` does: legacy order unless the kustomization
// says otherwise, and through YAML text, because that is what `kubectl apply -k` reads.
func renderKustomize(t *tree, request Request) (Result, error) {
	found, err := scanKustomizations(t, request.Path, request.Kustomize)
	if err != nil {
		return Result{}, err
	}
	file, edited, err := editKustomization(t, request)
	if err != nil {
		return Result{}, err
	}
	var text []byte
	view := &rootFS{tree: t, edited: edited}
	attempts := network.attempts.Load()
	output, err := capture(func() error {
		text, err = buildKustomization(view, request.Path)
		return err
	})
	if view.refusal != nil {
		return Result{}, view.refusal
	}
	if err != nil {
		return Result{}, explainKustomize(err, found, file, network.attempts.Load() > attempts)
	}
	result := Result{Kind: KindKustomize, Warnings: toolWarnings(WarnKustomize, output)}
	objects := collector{limits: t.limits}
	warnings, err := objects.addRendered(file, string(text))
	if len(warnings) > 0 { // a repeated key, which kustomize copies from a resource
		if repeated := found.repeatedKey(); repeated != nil {
			return Result{}, repeated
		}
	}
	result.Warnings = append(result.Warnings, warnings...)
	result.Objects = objects.objects
	return result, err
}

func buildKustomization(view *rootFS, dir string) (text []byte, err error) {
	defer func() { // kustomize's YAML library panics on some input
		if panicked := recover(); panicked != nil {
			err = fmt.Errorf("kustomize failed: %v", panicked)
		}
	}()
	options := krusty.MakeDefaultOptions()
	options.Reorder = krusty.ReorderOptionUnspecified // the library's default order differs from the program's
	resources, err := krusty.MakeKustomizer(options).Run(view, path.Join(treeBase, dir))
	if err != nil {
		return nil, err
	}
	return resources.AsYaml()
}
