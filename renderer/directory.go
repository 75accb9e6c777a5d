package main

import (
	"bytes"
	"io/fs"
	"path"
	"regexp"

	"github.com/gobwas/glob"
)

// manifestExtensions are the files a directory source reads.
var manifestExtensions = map[string]bool{".yaml": true, ".yml": true, ".json": true}

// jsonnetExtension is of the files that Argo CD would evaluate. They are named in a warning: a folder that was
// deployed by Argo CD would lose their objects silently otherwise.
const jsonnetExtension = ".jsonnet"

// skipMarker is how a file asks to be left out (Argo CD's). Only in a comment: the text of some ConfigMap must
// not make that ConfigMap look deleted.
var skipMarker = regexp.MustCompile(`(?m)^[ \t]*#.*` + regexp.QuoteMeta(skipWords))

const skipWords = "+argocd:skip-file-rendering"

// renderDirectory reads plain manifests. A file that is no Kubernetes manifest at all (CI settings, Helm
// values) is left out with a warning; a broken one that looks like a manifest is refused, because leaving it
// out would make its objects look deleted. The rule is Argo CD's.
func renderDirectory(t *tree, request Request) (Result, error) {
	files, err := manifestFiles(t, request)
	if err != nil {
		return Result{}, err
	}
	result := Result{Kind: KindDirectory}
	objects := collector{limits: t.limits}
	for _, file := range files {
		if path.Ext(file) == jsonnetExtension {
			result.Warnings = append(result.Warnings, skipped(file, "jsonnet is not evaluated; commit the manifests that it produces")...)
			continue
		}
		warnings, err := addManifest(t, &objects, file)
		if err != nil {
			return Result{}, err
		}
		result.Warnings = append(result.Warnings, warnings...)
	}
	result.Objects = objects.objects
	return result, nil
}

// manifestFiles returns the files of the request in lexical order of their path.
func manifestFiles(t *tree, request Request) ([]string, error) {
	if t.isFile(request.Path) {
		return []string{request.Path}, nil
	}
	include, exclude := globOrNil(request.Directory.Include), globOrNil(request.Directory.Exclude)
	var files []string
	err := t.walk(request.Path, func(relative string, info fs.FileInfo) (bool, error) {
		switch {
		case info.IsDir():
			return request.Directory.Recurse, nil
		case !manifestExtensions[path.Ext(relative)] && path.Ext(relative) != jsonnetExtension, isOverride(relative):
		case exclude != nil && exclude.Match(relative):
		case include != nil && !include.Match(relative):
		default:
			files = append(files, below(request.Path, relative))
		}
		return false, nil
	})
	return files, err
}

// globOrNil compiles a pattern that normalize has already checked; "" is nil.
func globOrNil(pattern string) glob.Glob {
	if pattern == "" {
		return nil
	}
	return glob.MustCompile(pattern)
}

// addManifest appends the objects of one file.
func addManifest(t *tree, objects *collector, file string) ([]Warning, error) {
	data, err := t.readFile(file)
	if err != nil {
		return nil, err
	}
	if bytes.Contains(data, []byte(skipWords)) && skipMarker.Match(data) {
		return nil, nil
	}
	decoded, err := decodeStream(file, data, t.limits.Documents)
	if err != nil {
		refusal := asRefusal(err, CodeYAML, file)
		if refusal.Code != CodeYAML || looksLikeManifest(data) {
			return nil, refusal
		}
		return skipped(file, "it is not valid YAML and looks like no Kubernetes manifest: "+refusal.Message), nil
	}
	if len(decoded.documents) > 0 && !looksLikeManifest(data) && !anyTyped(decoded.documents) {
		return skipped(file, "it holds no Kubernetes object: there is no apiVersion and no kind in it"), nil
	}
	if decoded.duplicate > 0 {
		return nil, refuseDuplicate(file, decoded.duplicate)
	}
	return nil, objects.addAll(file, decoded.documents)
}

func skipped(file, why string) []Warning {
	return []Warning{{Code: WarnSkippedFile, Message: "the file is left out: " + why, File: file}}
}

var (
	apiVersionKey = regexp.MustCompile(`\bapiVersion["']?\s*:`)
	kindKey       = regexp.MustCompile(`\bkind["']?\s*:`)
)

// looksLikeManifest says whether a text, valid or not, was probably meant to be a Kubernetes manifest.
func looksLikeManifest(data []byte) bool {
	data = bytes.ReplaceAll(data, []byte{0}, nil) // UTF-16 becomes readable enough
	return hasKey(data, "apiVersion", apiVersionKey) && hasKey(data, "kind", kindKey)
}

// hasKey looks for the name before it asks the pattern, which is slow on megabytes of text.
func hasKey(data []byte, name string, pattern *regexp.Regexp) bool {
	return bytes.Contains(data, []byte(name)) && pattern.Match(data)
}

// anyTyped says whether one of the documents has an apiVersion or a kind at its top.
func anyTyped(docs []document) bool {
	for _, doc := range docs {
		fields, err := objectFields(doc.json)
		if err == nil && (fields["apiVersion"] != nil || fields["kind"] != nil) {
			return true
		}
	}
	return false
}
