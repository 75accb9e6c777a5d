package main

import (
	"fmt"
	"path"
	"slices"

	"sigs.k8s.io/kustomize/api/konfig"
)

// render turns the folder of a normalized request into objects. Every error is a *Refusal.
func render(request Request) (result Result, err error) {
	shared := true // until something is read that depends on who asks
	defer func() {
		if panicked := recover(); panicked != nil {
			result, err = Result{}, refuse(CodeInternal, request.Path, "the renderer failed: %v", panicked)
		}
		if refusal := asRefusal(err, CodeInternal, request.Path); err != nil {
			refusal.Shared = shared
			err = refusal
		}
	}()
	t, err := openTree(request.Dir, request.Limits)
	if err != nil {
		return Result{}, err
	}
	defer t.close()
	if request.Path, err = checkPath(t, request.Path); err != nil {
		return Result{}, err
	}
	named, err := applyOverrides(t, &request)
	shared = !named
	if err != nil {
		return Result{}, err
	}
	var warnings []Warning
	if request.Kind == KindAuto {
		request.Kind, warnings = detectKind(t, request)
	}
	shared = shared && request.Kind != KindHelm
	if result, err = renderKind(t, request); err != nil {
		return Result{}, err
	}
	result.Shared = shared
	result.Warnings = append(warnings, result.Warnings...)
	if len(result.Objects) == 0 {
		result.Warnings = append(result.Warnings, Warning{Code: WarnNoObjects, Message: "the folder renders to no object", File: request.Path})
	}
	return result, nil
}

func renderKind(t *tree, request Request) (Result, error) {
	switch request.Kind {
	case KindKustomize:
		return renderKustomize(t, request)
	case KindHelm:
		return renderHelm(t, request)
	default:
		return renderDirectory(t, request)
	}
}

// checkPath returns the real name of the path of a request, which must exist.
func checkPath(t *tree, name string) (string, error) {
	if name == "" {
		name = "."
	}
	real, info, err := t.stat(name)
	if err != nil {
		refusal := asRefusal(err, CodeInternal, name)
		if refusal.Code == CodeFileNotFound {
			return "", refuse(CodePathNotFound, name, "%q does not exist", name)
		}
		return "", refusal
	}
	if !info.IsDir() && !info.Mode().IsRegular() {
		return "", refuse(CodeIrregularFile, real, "%q is neither a folder nor a regular file", name)
	}
	return real, nil
}

// detectKind chooses by the files in the folder, in Argo CD's order: a chart, a kustomization, plain manifests.
// It warns about what the choice leaves unused.
func detectKind(t *tree, request Request) (Kind, []Warning) {
	chart := t.isFile(path.Join(request.Path, chartYAML))
	kustomization := slices.ContainsFunc(konfig.RecognizedKustomizationFileNames(), func(name string) bool {
		return t.isFile(path.Join(request.Path, name))
	})
	switch {
	case chart && kustomization:
		both := Warning{Code: WarnAmbiguousKind, Message: "the folder holds both a chart and a kustomization; the chart is used", File: request.Path}
		return KindHelm, append([]Warning{both}, unusedOptions(request, KindHelm)...)
	case chart:
		return KindHelm, unusedOptions(request, KindHelm)
	case kustomization:
		return KindKustomize, unusedOptions(request, KindKustomize)
	default:
		return KindDirectory, unusedOptions(request, KindDirectory)
	}
}

// unusedOptions warns about options for another kind than the detected one.
func unusedOptions(request Request, detected Kind) []Warning {
	given := map[Kind]bool{
		KindDirectory: !request.Directory.empty(), KindKustomize: !request.Kustomize.empty(), KindHelm: !request.Helm.empty(),
	}
	var warnings []Warning
	for _, kind := range []Kind{KindDirectory, KindKustomize, KindHelm} {
		if kind != detected && given[kind] {
			message := fmt.Sprintf("the folder is rendered as %s; the options for %s are not used", detected, kind)
			warnings = append(warnings, Warning{Code: WarnOptionsIgnored, Message: message, File: request.Path})
		}
	}
	return warnings
}
