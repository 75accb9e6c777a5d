package main

import (
	"bytes"
	"errors"
	"math"
	"path"
	"regexp"
	"strings"

	"sigs.k8s.io/kustomize/api/konfig"
	"sigs.k8s.io/kustomize/api/types"
)

// schemaReplaced says that a kustomization brought schemas of its own, which kustomize's library keeps for every
// later build of the process.
var schemaReplaced bool

// scan holds what a look at all kustomizations reachable from one folder found.
type scan struct {
	tree    *tree
	visited map[string]bool // folders
	files   []string        // resource files, for locating a mistake that kustomize reports without a place
}

// scanKustomizations follows every reference of the kustomization in dir and of those it includes, and refuses
// what kustomize must not be asked to load: remote places, absolute paths, paths and links that leave the
// tree, missing files, and features that run programs. It runs before kustomize does.
//
// options are what the request adds to the kustomization in dir.
func scanKustomizations(t *tree, dir string, options KustomizeOptions) (*scan, error) {
	s := &scan{tree: t, visited: map[string]bool{}}
	real, err := t.resolve(dir)
	if err != nil {
		return nil, err
	}
	if err := s.folder(real, 0); err != nil {
		return nil, err
	}
	for _, patch := range options.Patches {
		if err := refuseAliasBomb("", []byte(patch.Patch)); err != nil {
			return nil, err
		}
	}
	for _, component := range options.Components {
		ref := reference{field: "components", value: component, folder: true}
		if err := s.reference(below(real, konfig.DefaultKustomizationFileName()), nil, ref, 0); err != nil {
			return nil, err
		}
	}
	return s, nil
}

// folder scans the kustomization of the folder whose real name is dir.
func (s *scan) folder(dir string, depth int) error {
	if s.visited[dir] {
		return nil
	}
	s.visited[dir] = true
	if depth > s.tree.limits.Depth {
		return exceed(CodeTooDeep, dir, int64(s.tree.limits.Depth), "kustomizations include one another more than %d deep")
	}
	file, data, err := readKustomization(s.tree, dir)
	if err != nil {
		return err
	}
	kustomization, err := parseKustomization(file, data)
	if err != nil {
		return err
	}
	if err := refuseUnsupported(file, data, kustomization); err != nil {
		return err
	}
	schemaReplaced = schemaReplaced || len(kustomization.OpenAPI) > 0
	if decoded, err := decodeStream(file, data, s.tree.limits.Documents); err == nil && decoded.duplicate > 0 {
		return refuseDuplicate(file, decoded.duplicate)
	}
	for _, ref := range references(kustomization) {
		if err := s.reference(file, data, ref, depth); err != nil {
			return err
		}
	}
	return nil
}

// reference checks one reference of the kustomization file and follows it into a folder.
func (s *scan) reference(file string, data []byte, ref reference, depth int) error {
	if ref.value == "" {
		return nil
	}
	if ref.text || ref.inline && looksInline(ref.value) {
		return refuseAliasBomb(file, []byte(ref.value))
	}
	line := lineOf(data, ref.value)
	if isRemote(ref.value) {
		return refuse(CodeRemoteBase, "", "%s: %q is outside the repository; copy it into the repository", ref.field, ref.value).at(file, line)
	}
	if path.IsAbs(ref.value) {
		return refuse(CodeAbsolutePath, "", "%s: %q is an absolute path; paths are relative to the kustomization", ref.field, ref.value).at(file, line)
	}
	real, info, err := s.tree.stat(path.Join(path.Dir(file), ref.value))
	if err != nil {
		refusal := asRefusal(err, CodeKustomize, file)
		if refusal.Code == CodeSymlinkEscape {
			return refusal
		}
		return refuse(refusal.Code, "", "%s: %s", ref.field, refusal.Message).at(file, line)
	}
	if info.IsDir() && ref.folder {
		return s.folder(real, depth+1)
	}
	if ref.folder {
		s.files = append(s.files, real)
	}
	if info.IsDir() {
		return nil
	}
	content, err := s.tree.readFile(real)
	if err != nil {
		return err
	}
	return refuseAliasBomb(real, content)
}

// refuseAliasBomb refuses YAML whose aliases stand for far more than is written. kubectl's YAML library refuses
// it by itself, but kustomize's copies every alias until the memory is used up.
func refuseAliasBomb(file string, text []byte) error {
	if !bytes.ContainsRune(text, '*') || !bytes.ContainsRune(text, '&') {
		return nil
	}
	_, err := decodeStream(file, text, math.MaxInt)
	if err != nil && strings.Contains(err.Error(), "excessive aliasing") {
		return err
	}
	return nil
}

// readKustomization returns the name and content of the kustomization of a folder.
func readKustomization(t *tree, dir string) (string, []byte, error) {
	names := konfig.RecognizedKustomizationFileNames()
	for _, name := range names {
		file := below(dir, name)
		data, err := t.readFile(file)
		if err == nil {
			return file, data, nil
		}
		var refusal *Refusal
		if !errors.As(err, &refusal) || refusal.Code != CodeFileNotFound {
			return file, nil, err
		}
	}
	return "", nil, refuse(CodeFileNotFound, below(dir, names[0]), "%q has no %s", dir, names[0])
}

var unknownField = regexp.MustCompile(`unknown field "(.*)"`)

// parseKustomization decodes a kustomization exactly as kustomize does, so that no spelling it accepts (its
// field names ignore case) escapes the scan.
func parseKustomization(file string, data []byte) (*types.Kustomization, error) {
	if _, err := checkText(file, data); err != nil {
		return nil, err
	}
	var kustomization types.Kustomization
	if err := kustomization.Unmarshal(data); err != nil {
		message := strings.TrimPrefix(err.Error(), "invalid Kustomization: ")
		if match := unknownField.FindStringSubmatch(message); match != nil {
			return nil, refuse(CodeKustomize, "", "unknown field %q", match[1]).at(file, lineOf(data, match[1]))
		}
		if strings.HasPrefix(message, "yaml: ") {
			return nil, refuse(CodeYAML, "", "%s", yamlPrefix.ReplaceAllString(message, "")).at(file, yamlErrorLine(err, data, 1))
		}
		return nil, refuse(CodeKustomize, file, "%s", message)
	}
	kustomization.FixKustomization() // folds deprecated spellings into the current fields
	return &kustomization, nil
}

// refuseUnsupported refuses the features that need Helm's program inside kustomize.
func refuseUnsupported(file string, data []byte, k *types.Kustomization) error {
	if len(k.HelmCharts) > 0 || k.HelmGlobals != nil {
		return refuse(CodeKustomizeNotSupported, "",
			"helmCharts are not supported; deploy the chart as a Helm source of its own").at(file, lineOf(data, "helm"))
	}
	return nil
}

// reference is one place a kustomization names, or YAML text that it holds.
type reference struct {
	field  string
	value  string
	inline bool // the field may hold YAML text instead of a path
	text   bool // the field holds YAML text
	folder bool // the path may be a folder with a kustomization
}

// references lists every field of a kustomization that makes kustomize load or parse something.
func references(k *types.Kustomization) []reference {
	var refs []reference
	add := func(template reference, values ...string) {
		for _, value := range values {
			template.value = value
			refs = append(refs, template)
		}
	}
	add(reference{field: "resources", folder: true}, k.Resources...)
	add(reference{field: "components", folder: true}, k.Components...)
	add(reference{field: "generators", folder: true, inline: true}, k.Generators...)
	add(reference{field: "transformers", folder: true, inline: true}, k.Transformers...)
	add(reference{field: "validators", folder: true, inline: true}, k.Validators...)
	add(reference{field: "crds"}, k.Crds...)
	add(reference{field: "configurations"}, k.Configurations...)
	add(reference{field: "openapi"}, k.OpenAPI["path"])
	for _, patch := range k.PatchesStrategicMerge {
		add(reference{field: "patchesStrategicMerge", inline: true}, string(patch))
	}
	for _, patch := range k.PatchesJson6902 {
		add(reference{field: "patchesJson6902"}, patch.Path)
		add(reference{field: "patchesJson6902", text: true}, patch.Patch)
	}
	for _, patch := range k.Patches {
		add(reference{field: "patches"}, patch.Path)
		add(reference{field: "patches", text: true}, patch.Patch)
	}
	for _, replacement := range k.Replacements {
		add(reference{field: "replacements"}, replacement.Path)
	}
	for _, generator := range k.ConfigMapGenerator {
		addPairSources(add, "configMapGenerator", generator.KvPairSources)
	}
	for _, generator := range k.SecretGenerator {
		addPairSources(add, "secretGenerator", generator.KvPairSources)
	}
	return refs
}

func addPairSources(add func(reference, ...string), field string, sources types.KvPairSources) {
	for _, source := range sources.FileSources {
		if _, file, named := strings.Cut(source, "="); named {
			source = file
		}
		add(reference{field: field}, source)
	}
	add(reference{field: field}, sources.EnvSources...)
}

// looksInline says whether the value of a field that takes a path or YAML is YAML.
func looksInline(value string) bool {
	return strings.Contains(value, "\n") || strings.HasPrefix(strings.TrimSpace(value), "{")
}
