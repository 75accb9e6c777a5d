package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/gobwas/glob"
	"helm.sh/helm/v4/pkg/chart/common"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
)

// maxRequestBytes bounds standard input: fifty requests, each with values, parameters and patches of the largest size.
const maxRequestBytes = 256 << 20

// Kind says how the folder is turned into objects.
type Kind string

// The kinds of a source. KindAuto picks one of the others from the files that are there.
const (
	KindAuto      Kind = "auto"
	KindDirectory Kind = "directory"
	KindKustomize Kind = "kustomize"
	KindHelm      Kind = "helm"
)

// Request is one render. Dir is the absolute path of the checked-out tree, Path the folder (or, for plain
// manifests, the file) inside it. Name is the deployment's: the release name of a chart unless that is given, and
// part of the name of an override file. Namespace, KubeVersion and APIVersions describe the destination for Helm.
type Request struct {
	Dir         string           `json:"dir"`
	Path        string           `json:"path"`
	Name        string           `json:"name"`
	Kind        Kind             `json:"kind"`
	Directory   DirectoryOptions `json:"directory"`
	Kustomize   KustomizeOptions `json:"kustomize"`
	Helm        HelmOptions      `json:"helm"`
	Namespace   string           `json:"namespace"`
	KubeVersion string           `json:"kubeVersion"`
	APIVersions []string         `json:"apiVersions"`
	Limits      Limits           `json:"limits"`
}

// DirectoryOptions selects plain manifest files. The globs are matched against the path below Request.Path;
// `*` crosses `/` and `{a,b}` lists alternatives, as in Argo CD's directory source. Exclude wins.
type DirectoryOptions struct {
	Recurse bool   `json:"recurse"`
	Include string `json:"include"`
	Exclude string `json:"exclude"`
}

func (o DirectoryOptions) empty() bool { return o == DirectoryOptions{} }

// KustomizeOptions are edits applied to the kustomization before it is built, as `kustomize edit set` would.
type KustomizeOptions struct {
	NamePrefix        string            `json:"namePrefix"`
	NameSuffix        string            `json:"nameSuffix"`
	Namespace         string            `json:"namespace"`
	Images            []string          `json:"images"`
	Replicas          []ReplicaOption   `json:"replicas"`
	CommonLabels      map[string]string `json:"commonLabels"`
	CommonAnnotations map[string]string `json:"commonAnnotations"`
	Patches           []PatchOption     `json:"patches"`
	Components        []string          `json:"components"` // folders, relative to the kustomization
}

func (o KustomizeOptions) empty() bool {
	return o.NamePrefix == "" && o.NameSuffix == "" && o.Namespace == "" && len(o.Images) == 0 && len(o.Replicas) == 0 &&
		len(o.CommonLabels) == 0 && len(o.CommonAnnotations) == 0 && len(o.Patches) == 0 && len(o.Components) == 0
}

// PatchOption is a strategic merge or JSON 6902 patch, given as text. Without a target it names its object itself.
type PatchOption struct {
	Patch  string       `json:"patch"`
	Target *PatchTarget `json:"target,omitempty"`
}

// PatchTarget selects the objects of a patch as kustomize does: names are regular expressions, empty fields match all.
type PatchTarget struct {
	Group              string `json:"group,omitempty"`
	Version            string `json:"version,omitempty"`
	Kind               string `json:"kind,omitempty"`
	Name               string `json:"name,omitempty"`
	Namespace          string `json:"namespace,omitempty"`
	LabelSelector      string `json:"labelSelector,omitempty"`
	AnnotationSelector string `json:"annotationSelector,omitempty"`
}

// ReplicaOption sets the replica count of the workload called Name.
type ReplicaOption struct {
	Name  string `json:"name"`
	Count int64  `json:"count"`
}

// HelmOptions are the inputs of a chart. Priority, lowest first: the chart's own values, ValueFiles in order,
// Values, Parameters in order. A value file may be a pattern.
type HelmOptions struct {
	ReleaseName             string          `json:"releaseName"`
	ValueFiles              []string        `json:"valueFiles"`
	Values                  string          `json:"values"`
	Parameters              []HelmParameter `json:"parameters"`
	SkipCRDs                bool            `json:"skipCrds"`
	IgnoreMissingValueFiles bool            `json:"ignoreMissingValueFiles"`
}

// empty says whether the options leave the chart as it is. A release name alone changes no other kind of source.
func (o HelmOptions) empty() bool {
	return len(o.ValueFiles) == 0 && o.Values == "" && len(o.Parameters) == 0 && !o.SkipCRDs && !o.IgnoreMissingValueFiles
}

// HelmParameter is one `--set name=value`, or `--set-string` when ForceString is set.
type HelmParameter struct {
	Name        string `json:"name"`
	Value       string `json:"value"`
	ForceString bool   `json:"forceString"`
}

// Limits bound what one render may read, produce and consume. Zero takes the default.
type Limits struct {
	Files      int   `json:"files"`      // distinct files read
	Bytes      int64 `json:"bytes"`      // bytes of all files read
	FileBytes  int64 `json:"fileBytes"`  // bytes of one file
	Documents  int   `json:"documents"`  // documents, and objects, of one render
	Depth      int   `json:"depth"`      // folders below the path, bases below a base, Lists inside a List
	MemoryMiB  int   `json:"memoryMiB"`  // data segment of the process
	CPUSeconds int   `json:"cpuSeconds"` // CPU time of the process
}

var defaultLimits = Limits{
	Files: 5000, Bytes: 50 << 20, FileBytes: 5 << 20, Documents: 10000, Depth: 40, MemoryMiB: 1024, CPUSeconds: 20,
}

// readRequests decodes one request or several of the same tree with the same limits. Unknown fields are refused, so
// that a misspelt option is never ignored.
func readRequests(in io.Reader) ([]Request, error) {
	data, err := io.ReadAll(io.LimitReader(in, maxRequestBytes+1))
	if err != nil {
		return nil, err
	}
	if len(data) > maxRequestBytes {
		return nil, fmt.Errorf("the requests are larger than %d bytes", maxRequestBytes)
	}
	decoder := json.NewDecoder(strings.NewReader(string(data)))
	decoder.DisallowUnknownFields()
	var requests []Request
	for len(requests) == 0 || decoder.More() {
		var request Request
		if err := decoder.Decode(&request); err != nil {
			return nil, err
		}
		if len(requests) > 0 && (request.Dir != requests[0].Dir || request.Limits != requests[0].Limits) {
			return nil, fmt.Errorf("the requests are not of one tree with the same limits")
		}
		requests = append(requests, request)
	}
	return requests, nil
}

// normalize fills in defaults and checks what needs no look at the tree.
func (r *Request) normalize() error {
	if !filepath.IsAbs(r.Dir) {
		return refuse(CodeBadRequest, "", "dir must be an absolute path")
	}
	if r.Kind == "" {
		r.Kind = KindAuto
	}
	switch r.Kind {
	case KindAuto, KindDirectory, KindKustomize, KindHelm:
	default:
		return refuse(CodeBadRequest, "", "unknown kind %q", r.Kind)
	}
	if r.Namespace == "" {
		r.Namespace = "default"
	}
	if r.KubeVersion != "" {
		if _, err := common.ParseKubeVersion(r.KubeVersion); err != nil {
			return refuse(CodeBadRequest, "", "%q is not a Kubernetes version", r.KubeVersion)
		}
	}
	if err := r.checkOptions(); err != nil {
		return err
	}
	return r.Limits.normalize()
}

// checkOptions checks what an override file may have changed.
func (r *Request) checkOptions() error {
	for _, pattern := range []string{r.Directory.Include, r.Directory.Exclude} {
		if _, err := glob.Compile(pattern); err != nil {
			return refuse(CodeBadRequest, "", "%q is not a valid file pattern: %v", pattern, err)
		}
	}
	return nil
}

// releaseName is what a chart is released as. Only charts need one: a deployment of plain manifests may have a
// name that is no release name.
func (r *Request) releaseName() (string, error) {
	name := cmp.Or(r.Helm.ReleaseName, r.Name, "release-name") // the last is what `helm template` uses
	if err := chartutil.ValidateReleaseName(name); err != nil {
		return "", refuse(CodeBadRequest, "", "%q is not a valid release name of a chart: at most 53 lower-case letters, digits, dots and dashes", name)
	}
	return name, nil
}

func (l *Limits) normalize() error {
	if min(int64(l.Files), l.Bytes, l.FileBytes, int64(l.Documents), int64(l.Depth), int64(l.MemoryMiB), int64(l.CPUSeconds)) < 0 {
		return refuse(CodeBadRequest, "", "a limit is negative")
	}
	fill(&l.Files, defaultLimits.Files)
	fill(&l.Bytes, defaultLimits.Bytes)
	fill(&l.FileBytes, defaultLimits.FileBytes)
	fill(&l.Documents, defaultLimits.Documents)
	fill(&l.Depth, defaultLimits.Depth)
	fill(&l.MemoryMiB, defaultLimits.MemoryMiB)
	fill(&l.CPUSeconds, defaultLimits.CPUSeconds)
	return nil
}

func fill[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}
