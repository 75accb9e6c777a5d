package main

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
)

// Argo CD reads settings of a source from two files beside the manifests: one for every application that uses
// the folder and one for a single application, which wins. Its image updater writes the second.
const (
	overridePrefix = ".argocd-source"
	overrideSuffix = ".yaml"
)

func isOverride(file string) bool {
	return strings.HasPrefix(file, overridePrefix) && strings.HasSuffix(file, overrideSuffix)
}

// sourceOptions are what an override may change: how the folder is rendered, never which folder of which commit.
type sourceOptions struct {
	Directory DirectoryOptions `json:"directory"`
	Kustomize KustomizeOptions `json:"kustomize"`
	Helm      HelmOptions      `json:"helm"`
}

// applyOverrides merges the override files of the folder into the request (RFC 7386, as Argo CD does: a list
// replaces a list). A block chooses the kind, unless the request does. The result says whether a file for one
// application exists: the folder then renders differently for different names.
func applyOverrides(t *tree, request *Request) (bool, error) {
	if !t.isDir(request.Path) {
		return false, nil
	}
	names, err := t.list(request.Path)
	if err != nil {
		return false, err
	}
	shared, own := overridePrefix+overrideSuffix, overridePrefix+"-"+request.Name+overrideSuffix
	named := slices.ContainsFunc(names, func(name string) bool { return isOverride(name) && name != shared })
	for _, file := range []string{shared, own} {
		if slices.Contains(names, file) {
			if err := applyOverride(t, request, below(request.Path, file)); err != nil {
				return named, err
			}
		}
	}
	return named, request.checkOptions()
}

func applyOverride(t *tree, request *Request, file string) error {
	patch, err := readOverride(t, file)
	if err != nil || patch == nil {
		return err
	}
	options := sourceOptions{Directory: request.Directory, Kustomize: request.Kustomize, Helm: request.Helm}
	merged, err := mergedOptions(options, patch)
	if err != nil {
		return refuse(CodeSourceOverride, file, "the file may only hold options for directory, kustomize or helm: %v", err)
	}
	request.Directory, request.Kustomize, request.Helm = merged.Directory, merged.Kustomize, merged.Helm
	if len(patch) == 1 && request.Kind == KindAuto {
		for kind := range patch {
			request.Kind = Kind(kind)
		}
	}
	return nil
}

// readOverride returns the content of an override file, nil when it says nothing.
func readOverride(t *tree, file string) (map[string]any, error) {
	data, err := t.readFile(file)
	if err != nil {
		return nil, err
	}
	decoded, err := decodeStream(file, data, 1)
	if err != nil {
		return nil, err
	}
	if len(decoded.documents) == 0 {
		return nil, nil
	}
	patch, isMapping := decodeJSON(decoded.documents[0].json).(map[string]any)
	if !isMapping {
		return nil, refuse(CodeSourceOverride, file, "the file is not a mapping")
	}
	return patch, nil
}

func mergedOptions(options sourceOptions, patch map[string]any) (sourceOptions, error) {
	if helm, isMapping := patch["helm"].(map[string]any); isMapping && helm["valuesObject"] != nil {
		text, err := json.Marshal(helm["valuesObject"])
		if err != nil {
			return options, err
		}
		helm["values"] = string(text) // JSON is YAML; Argo CD lets the object stand for the text, too
		delete(helm, "valuesObject")
	}
	current, err := json.Marshal(options)
	if err != nil {
		return options, err
	}
	text, err := json.Marshal(mergePatch(decodeJSON(current), patch))
	if err != nil {
		return options, err
	}
	var merged sourceOptions
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	err = decoder.Decode(&merged)
	return merged, err
}

// mergePatch applies a JSON merge patch.
func mergePatch(target, patch any) any {
	changes, isMapping := patch.(map[string]any)
	if !isMapping {
		return patch
	}
	fields, isMapping := target.(map[string]any)
	if !isMapping {
		fields = map[string]any{}
	}
	for key, value := range changes {
		if value == nil {
			delete(fields, key)
		} else {
			fields[key] = mergePatch(fields[key], value)
		}
	}
	return fields
}

// decodeJSON decodes valid JSON, keeping numbers as they are written.
func decodeJSON(text []byte) any {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	return value
}
