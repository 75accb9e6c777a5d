package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"go.yaml.in/yaml/v3"
	"sigs.k8s.io/kustomize/api/krusty"
)

// renderKustomize builds a kustomization as `kubectl kustomize` does: legacy order unless the kustomization
// says otherwise, and through YAML text, because that is what `kubectl apply -k` reads.
func renderKustomize(t *tree, request Request) (Result, error) {
	found, err := scanKustomizations(t, request.Path)
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

// explainKustomize finds the code and the place for an error of kustomize, which carries neither.
func explainKustomize(err error, found *scan, file string, dialled bool) *Refusal {
	var refusal *Refusal
	message := err.Error()
	switch {
	case errors.As(err, &refusal):
		return refusal
	case dialled || strings.Contains(message, "no 'git' program on path"):
		return refuse(CodeRemoteBase, file, "a plugin configuration names a place outside the repository: %s", message)
	case strings.Contains(message, "must specify --enable-helm"),
		strings.Contains(message, "external plugins disabled"),
		strings.Contains(message, "unable to load builtin"):
		return refuse(CodeKustomizeNotSupported, file, "generators and transformers that run programs are not supported: %s", message)
	}
	if broken := found.brokenFile(); broken != nil {
		return broken
	}
	return refuse(CodeKustomize, file, "%s", message)
}

// brokenFile returns the first resource file that is no valid YAML to kustomize's parser, or nil.
func (s *scan) brokenFile() *Refusal {
	for _, file := range s.files {
		data, err := s.tree.readFile(file)
		if err != nil {
			continue
		}
		if _, err := checkText(file, data); err != nil {
			return asRefusal(err, CodeYAML, file)
		}
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		for err == nil {
			err = decoder.Decode(new(yaml.Node))
		}
		if !errors.Is(err, io.EOF) {
			return refuse(CodeYAML, "", "%s", yamlErrorText(err)).at(file, yamlErrorLine(err, 1))
		}
	}
	return nil
}
