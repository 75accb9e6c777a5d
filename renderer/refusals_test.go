package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// refusals has a tree for every code a response can carry, and says where the refusal must point.
var refusals = []struct {
	name    string
	files   map[string]string
	request Request
	code    Code
	file    string
	line    int
	limit   int64
}{
	{name: "an unknown kind", request: Request{Kind: "jsonnet"}, code: CodeBadRequest},
	{name: "a negative limit", request: Request{Limits: Limits{Files: -1}}, code: CodeBadRequest},
	{name: "a bad pattern", request: Request{Directory: DirectoryOptions{Include: "[a"}}, code: CodeBadRequest},
	{name: "a bad release name", files: chartOf(), request: Request{Helm: HelmOptions{ReleaseName: "No Good"}}, code: CodeBadRequest},
	{name: "a deployment's name that is no release name", files: chartOf(), request: Request{Name: strings.Repeat("a", 54)}, code: CodeBadRequest},
	{name: "a bad values pattern", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"v[.yaml"}}}, code: CodeBadRequest},
	{name: "a bad pattern of an override", files: map[string]string{".argocd-source.yaml": "directory: {include: '[a'}\n"}, code: CodeBadRequest},
	{name: "a bad Kubernetes version", request: Request{KubeVersion: "new"}, code: CodeBadRequest},
	{name: "a bad image", files: kustomization("resources: [a.yaml]", "a.yaml", manifest("a")), request: Request{Kustomize: KustomizeOptions{Images: []string{"web"}}}, code: CodeBadRequest},

	{name: "a missing path", request: Request{Path: "config/default"}, code: CodePathNotFound, file: "config/default"},
	{name: "no kustomization", request: Request{Kind: KindKustomize}, code: CodeFileNotFound, file: "kustomization.yaml"},
	{name: "no chart", request: Request{Kind: KindHelm}, code: CodeFileNotFound, file: "Chart.yaml"},
	{name: "a missing resource", files: kustomization("resources:\n- a.yaml"), code: CodeFileNotFound, file: "kustomization.yaml", line: 2},
	{name: "a base without kustomization", files: kustomization("resources: [base]", "base/a.yaml", manifest("a")), code: CodeFileNotFound, file: "base/kustomization.yaml"},
	{name: "a missing values file", files: chartOf("templates/a.yaml", manifest("a")), request: Request{Helm: HelmOptions{ValueFiles: []string{"v.yaml"}}}, code: CodeFileNotFound, file: "v.yaml"},
	{name: "a values pattern without match", files: chartOf("values.yaml", ""), request: Request{Helm: HelmOptions{ValueFiles: []string{"env/**/*.yaml"}}}, code: CodeFileNotFound, file: "env/**/*.yaml"},
	{name: "a missing component of the request", files: kustomization("resources: []"), request: Request{Kustomize: KustomizeOptions{Components: []string{"gone"}}}, code: CodeFileNotFound, file: "kustomization.yaml"},
	{name: "a link to nothing", files: map[string]string{"a.yaml": "-> gone.yaml"}, code: CodeFileNotFound, file: "a.yaml"},

	{name: "R3: a path above the tree", request: Request{Path: "../x"}, code: CodePathEscape},
	{name: "R3: a path that climbs out later", request: Request{Path: "a/../../x"}, code: CodePathEscape},
	{name: "R3: an encoded climb", request: Request{Path: "..%2f..%2fetc"}, code: CodePathNotFound, file: "..%2f..%2fetc"},
	{name: "R27: a values pattern above the tree", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"../../**/*.yaml"}}}, code: CodePathEscape},
	{name: "R21: a component of the request above the tree", files: kustomization("resources: []"), request: Request{Kustomize: KustomizeOptions{Components: []string{"../x"}}}, code: CodePathEscape, file: "kustomization.yaml"},
	{name: "R21: a base above the tree", files: kustomization("resources:\n- ../../secret"), code: CodePathEscape, file: "kustomization.yaml", line: 2},
	{name: "R27: a values file above the tree", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"../v.yaml"}}}, code: CodePathEscape},
	{name: "R21: a patch above the tree in a plugin", files: kustomization("transformers: [t.yaml]\nresources: [a.yaml]", "a.yaml", manifest("a"),
		"t.yaml", "apiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: t}\npath: ../../x.yaml\ntarget: {kind: ConfigMap}\n"), code: CodePathEscape},

	{name: "R1: a file link out of the tree", files: map[string]string{"p.yaml": "-> /etc/passwd"}, code: CodeSymlinkEscape, file: "p.yaml"},
	{name: "R1: a folder link out of the tree", files: map[string]string{"up": "-> .."}, code: CodeSymlinkEscape, file: "up"},
	{name: "R1: the path is a link out of the tree", files: map[string]string{"up": "-> ../.."}, request: Request{Path: "up/x"}, code: CodeSymlinkEscape, file: "up"},
	{name: "R1: links in a circle", files: map[string]string{"a.yaml": "-> b.yaml", "b.yaml": "-> a.yaml"}, code: CodeSymlinkEscape, file: "a.yaml"},
	{name: "R1: a chain of links", files: linkChain(50), request: Request{Path: "l0"}, code: CodeSymlinkEscape, file: "l40"},
	{name: "R1: a base behind a link", files: kustomization("resources: [base]", "base", "-> ../x"), code: CodeSymlinkEscape, file: "base"},
	{name: "R2: a chart file link", files: chartOf("link", "-> /etc/hostname", "templates/a.yaml", `{{ .Files.Get "link" }}`), code: CodeSymlinkEscape, file: "link"},
	{name: "R2: a template link", files: chartOf("templates/o.yaml", "-> /etc/hostname"), code: CodeSymlinkEscape, file: "templates/o.yaml"},
	{name: "R2: a values link", files: chartOf("values.yaml", "-> /etc/passwd"), code: CodeSymlinkEscape, file: "values.yaml"},
	{name: "R2: a chart folder link", files: chartOf("d", "-> /etc"), code: CodeSymlinkEscape, file: "d"},

	{name: "R3: an absolute path", request: Request{Path: "/etc"}, code: CodeAbsolutePath},
	{name: "R21: an absolute resource", files: kustomization("namePrefix: a\nresources:\n- /etc/passwd"), code: CodeAbsolutePath, file: "kustomization.yaml", line: 3},
	{name: "R21: an absolute generator file", files: kustomization("configMapGenerator: [{name: a, files: [k=/etc/passwd]}]"), code: CodeAbsolutePath, file: "kustomization.yaml", line: 1},
	{name: "R27: an absolute values file", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"/etc/passwd"}}}, code: CodeAbsolutePath},

	{name: "R20: a remote base", files: kustomization("resources: [base]", "base/kustomization.yaml", "resources:\n- https://example.com/r"), code: CodeRemoteBase, file: "base/kustomization.yaml", line: 2},
	{name: "R20: a remote component of the request", files: kustomization("resources: []"), request: Request{Kustomize: KustomizeOptions{Components: []string{"github.com/o/r"}}}, code: CodeRemoteBase, file: "kustomization.yaml"},
	{name: "R20: a remote base in a component of the request", files: kustomization("resources: []", "c/kustomization.yaml", "kind: Component\nresources:\n- https://example.com/r\n"), request: Request{Kustomize: KustomizeOptions{Components: []string{"c"}}}, code: CodeRemoteBase, file: "c/kustomization.yaml", line: 3},
	{name: "R27: a values file with a URL", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"http://127.0.0.1:1/v.yaml"}}}, code: CodeRemoteBase},
	{name: "R27: a remote values file", files: chartOf(), request: Request{Helm: HelmOptions{ValueFiles: []string{"secrets://x"}}}, code: CodeRemoteBase},

	{name: "R4: too many files", files: map[string]string{"a.yaml": manifest("a"), "b.yaml": manifest("b")}, request: Request{Limits: Limits{Files: 1}}, code: CodeTooManyFiles, file: "b.yaml", limit: 1},
	{name: "R5: a large file", files: map[string]string{"a.yaml": manifest("a")}, request: Request{Limits: Limits{FileBytes: 10}}, code: CodeTooLargeFile, file: "a.yaml", limit: 10},
	{name: "a large generator file", files: kustomization("configMapGenerator: [{name: a, files: [f]}]", "f", strings.Repeat("x", 500)), request: Request{Limits: Limits{FileBytes: 400}}, code: CodeTooLargeFile, file: "f", limit: 400},
	{name: "R5: large files together", files: map[string]string{"a.yaml": manifest("a"), "b.yaml": manifest("b")}, request: Request{Limits: Limits{Bytes: 60}}, code: CodeTooLargeTotal, file: "b.yaml", limit: 60},
	{name: "R18: many documents", files: map[string]string{"a.yaml": manifest("a") + "---\n" + manifest("b")}, request: Request{Limits: Limits{Documents: 1}}, code: CodeTooManyDocuments, file: "a.yaml", line: 5, limit: 1},
	{name: "R18: many objects", files: map[string]string{"a.yaml": "apiVersion: v1\nkind: List\nitems: [{apiVersion: v1, kind: A, metadata: {name: a}}, {apiVersion: v1, kind: A, metadata: {name: b}}]\n"}, request: Request{Limits: Limits{Documents: 1}}, code: CodeTooManyDocuments, file: "a.yaml", line: 1, limit: 1},
	{name: "deep folders", files: map[string]string{"a/b/c/d.yaml": manifest("d")}, request: Request{Directory: DirectoryOptions{Recurse: true}, Limits: Limits{Depth: 2}}, code: CodeTooDeep, file: "a/b/c", limit: 2},
	{name: "R13: deep Lists", files: map[string]string{"a.yaml": nestedLists(60)}, code: CodeTooDeep, file: "a.yaml", line: 1, limit: 40},
	{name: "R13: a deep object", files: map[string]string{"a.yaml": manifest("a") + "data: " + strings.Repeat("[", 600) + strings.Repeat("]", 600) + "\n"}, code: CodeTooDeep, file: "a.yaml", line: 1, limit: maxNesting},
	{name: "deep bases", files: baseChain(50), code: CodeTooDeep, file: strings.Repeat("/b", 41)[1:], limit: 40},

	{name: "a broken manifest", files: map[string]string{"a.yaml": manifest("a") + "---\n" + "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: b\n labels: {}\n"}, code: CodeYAML, file: "a.yaml", line: 9},
	{name: "a broken resource", files: kustomization("resources: [a.yaml]", "a.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n"), code: CodeYAML, file: "a.yaml", line: 4},
	{name: "a broken kustomization", files: kustomization("resources:\n- a.yaml\n b: c"), code: CodeYAML, file: "kustomization.yaml", line: 3},
	{name: "a template that renders broken YAML", files: chartOf("templates/a.yaml", "a: {{ \"b: c\" }}\n"), code: CodeYAML, file: "templates/a.yaml"},
	{name: "R14: a key twice", files: map[string]string{"a.yaml": manifest("a") + "data: {x: a}\ndata: {x: b}\n"}, code: CodeDuplicateKey, file: "a.yaml", line: 5},
	{name: "R14: a key twice in JSON", files: map[string]string{"a.json": "{\"apiVersion\": \"v1\",\n\"kind\": \"A\",\n\"kind\": \"B\"}"}, code: CodeDuplicateKey, file: "a.json", line: 3},
	{name: "R14: a key twice in a resource", files: kustomization("resources: [a.yaml]", "a.yaml", manifest("a")+"data:\n  x: a\n  x: b\n"), code: CodeDuplicateKey, file: "a.yaml", line: 6},
	{name: "R14: a field twice in a kustomization", files: kustomization("resources: [a.yaml]\nresources: [b.yaml]", "a.yaml", manifest("a"), "b.yaml", manifest("a")), code: CodeDuplicateKey, file: "kustomization.yaml", line: 2},
	{name: "R13: nesting of 20,000", files: map[string]string{"a.yaml": manifest("a") + "data: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "\n"}, code: CodeYAML, file: "a.yaml", line: 4},
	{name: "R11: an alias bomb", files: map[string]string{"a.yaml": manifest("a") + aliasBomb()}, code: CodeYAML, file: "a.yaml", line: 1},
	{name: "R11: an alias bomb in a resource", files: kustomization("resources: [a.yaml]", "a.yaml", manifest("a")+aliasBomb()), code: CodeYAML, file: "a.yaml", line: 1},
	{name: "R11: an alias bomb in a patch", files: kustomization("resources: [a.yaml]\npatches: [{path: p.yaml}]", "a.yaml", manifest("a"), "p.yaml", manifest("a")+aliasBomb()), code: CodeYAML, file: "p.yaml", line: 1},
	{name: "R11: an alias bomb in a patch in the kustomization", files: kustomization("patches:\n- patch: |\n" + indented(manifest("a")+aliasBomb())), code: CodeYAML, file: "kustomization.yaml", line: 1},
	{name: "R11: an alias bomb in a patch of the request", files: kustomization("resources: []"), request: Request{Kustomize: KustomizeOptions{Patches: []PatchOption{{Patch: manifest("a") + aliasBomb()}}}}, code: CodeYAML, line: 1},
	{name: "R11: an alias bomb as values", files: chartOf(), request: Request{Helm: HelmOptions{Values: aliasBomb()}}, code: CodeHelmValues},
	{name: "R12: an alias cycle", files: map[string]string{"a.yaml": manifest("a") + "data: &a [*a]\n"}, code: CodeYAML, file: "a.yaml", line: 1},
	{name: "R17: Latin-1", files: map[string]string{"a.yaml": manifest("a") + "data: {a: caf\xe9}\n"}, code: CodeYAML, file: "a.yaml", line: 4},
	{name: "R17: a NUL byte", files: map[string]string{"a.yaml": manifest("a") + "data: {a: \x00}\n"}, code: CodeYAML, file: "a.yaml", line: 4},
	{name: "R17: a tab", files: map[string]string{"a.yaml": manifest("a") + "data:\n\ta: b\n"}, code: CodeYAML, file: "a.yaml", line: 5},
	{name: "R17: a control character", files: map[string]string{"a.yaml": manifest("a") + "data: {a: \x07}\n"}, code: CodeYAML, file: "a.yaml", line: 1},
	{name: "R17: UTF-16", files: map[string]string{"a.yaml": "\xff\xfea\x00p\x00i\x00V\x00e\x00r\x00s\x00i\x00o\x00n\x00:\x00k\x00i\x00n\x00d\x00:\x00"}, code: CodeYAML, file: "a.yaml", line: 1},

	{name: "a list instead of an object", files: map[string]string{"a.yaml": "- apiVersion: v1\n  kind: ConfigMap\n"}, code: CodeNotAnObject, file: "a.yaml", line: 1},
	{name: "metadata is text", files: map[string]string{"a.yaml": "apiVersion: v1\nkind: A\nmetadata: name\n"}, code: CodeNotAnObject, file: "a.yaml", line: 1},
	{name: "a namespace is a number", files: map[string]string{"a.yaml": "apiVersion: v1\nkind: A\nmetadata: {name: a, namespace: 1}\n"}, code: CodeNotAnObject, file: "a.yaml", line: 1},
	{name: "a rendered text", files: chartOf("templates/a.yaml", "just text\n"), code: CodeYAML, file: "templates/a.yaml"},
	{name: "a rendered list", files: chartOf("templates/a.yaml", "{{ if true }}[1]{{ end }}\n"), code: CodeYAML, file: "templates/a.yaml"},
	{name: "no kind", files: map[string]string{"a.yaml": manifest("a") + "---\n# second\napiVersion: v1\nmetadata: {name: b}\n"}, code: CodeMissingKind, file: "a.yaml", line: 6},
	{name: "no apiVersion", files: map[string]string{"a.yaml": "kind: A\nmetadata: {name: b}\n"}, code: CodeMissingKind, file: "a.yaml", line: 1},
	{name: "a kind that is no text", files: map[string]string{"a.yaml": "apiVersion: v1\nkind: yes\nmetadata: {name: b}\n"}, code: CodeMissingKind, file: "a.yaml", line: 1},
	{name: "a rendered object without kind", files: chartOf("templates/a.yaml", "apiVersion: v1\nmetadata: {name: a}\n"), code: CodeMissingKind, file: "templates/a.yaml"},
	{name: "no name", files: map[string]string{"a.yaml": "\napiVersion: v1\nkind: A\n"}, code: CodeMissingName, file: "a.yaml", line: 2},
	{name: "a name that is a number", files: map[string]string{"a.yaml": "apiVersion: v1\nkind: A\nmetadata: {name: 007}\n"}, code: CodeMissingName, file: "a.yaml", line: 1},

	{name: "an unknown field", files: kustomization("namePrefix: a\nresource: [a.yaml]"), code: CodeKustomize, file: "kustomization.yaml", line: 2},
	{name: "a resource twice", files: kustomization("resources: [base]", "base/kustomization.yaml", "resources: [a.yaml, b.yaml]", "base/a.yaml", manifest("a"), "base/b.yaml", manifest("a")), code: CodeKustomize, file: "base/b.yaml"},
	{name: "a resource that is no object", files: kustomization("resources: [a.yaml]", "a.yaml", "- a\n"), code: CodeKustomize, file: "a.yaml"},
	{name: "an unused patch", files: kustomization("resources: [a.yaml]\npatches: [{path: p.yaml}]", "a.yaml", manifest("a"), "p.yaml", manifest("other")), code: CodeKustomize, file: "kustomization.yaml"},
	{name: "R21: a base that includes itself", files: kustomization("resources: [b]", "b/kustomization.yaml", "resources: [../b]"), code: CodeKustomize, file: "kustomization.yaml"},
	{name: "R21: a file beside the kustomization", files: map[string]string{"a/kustomization.yaml": "resources: [../b.yaml]", "b.yaml": manifest("b")}, request: Request{Path: "a"}, code: CodeKustomize, file: "a/kustomization.yaml"},
	{name: "two kustomizations", files: kustomization("resources: [a.yaml]", "a.yaml", manifest("a"), "kustomization.yml", "resources: [a.yaml]"), code: CodeKustomize, file: "kustomization.yaml"},
	{name: "R21: helmCharts", files: kustomization("helmCharts: [{name: a, repo: https://example.com}]"), code: CodeKustomizeNotSupported, file: "kustomization.yaml", line: 1},
	{name: "R21: a Helm generator", files: kustomization("generators: [g.yaml]", "g.yaml", "apiVersion: builtin\nkind: HelmChartInflationGenerator\nmetadata: {name: g}\nname: a\n"), code: CodeKustomizeNotSupported, file: "kustomization.yaml"},
	{name: "R21: a program as generator", files: kustomization("generators: [g.yaml]", "g.yaml", "apiVersion: example.com/v1\nkind: Run\nmetadata: {name: g, annotations: {config.kubernetes.io/function: 'exec: {path: ./x}'}}\n"), code: CodeKustomizeNotSupported, file: "kustomization.yaml"},

	{name: "an override of the repository", files: map[string]string{".argocd-source.yaml": "repoURL: https://example.com\n"}, code: CodeSourceOverride, file: ".argocd-source.yaml"},
	{name: "an override that is a list", files: map[string]string{".argocd-source.yaml": "- a\n"}, code: CodeSourceOverride, file: ".argocd-source.yaml"},
	{name: "an option that Argo CD has and the renderer has not", files: chartOf(".argocd-source-shop.yaml", "helm: {fileParameters: []}\n"), request: Request{Name: "shop"}, code: CodeSourceOverride, file: ".argocd-source-shop.yaml"},

	{name: "a failing template", files: chartOf("templates/a.yaml", "a: b\n{{ fail \"no\" }}\n"), code: CodeHelm, file: "templates/a.yaml", line: 2},
	{name: "R23: endless includes", files: chartOf("templates/a.yaml", `{{ define "a" }}{{ include "a" . }}{{ end }}{{ include "a" . }}`), code: CodeHelm, file: "templates/a.yaml", line: 1},
	{name: "a library chart", files: map[string]string{"Chart.yaml": chartText + "type: library\n"}, code: CodeHelmChart, file: "Chart.yaml"},
	{name: "a chart for newer clusters", files: map[string]string{"Chart.yaml": chartText + "kubeVersion: '>= 1.99'\n"}, request: Request{KubeVersion: "v1.36.3"}, code: CodeHelmChart, file: "Chart.yaml"},
	{name: "a chart without version", files: map[string]string{"Chart.yaml": "apiVersion: v2\nname: a\n"}, code: CodeHelmChart, file: "Chart.yaml"},
	{name: "R26: a dependency on a host", files: map[string]string{"Chart.yaml": chartText + "dependencies: [{name: db, version: 1.0.0, repository: 'http://127.0.0.1:1'}]\n"}, code: CodeHelmMissingDependency, file: "Chart.yaml"},
	{name: "R26: a dependency in another folder", files: map[string]string{"Chart.yaml": chartText + "dependencies: [{name: db, version: 1.0.0, repository: 'file://../../other'}]\n"}, code: CodeHelmMissingDependency, file: "Chart.yaml"},
	{name: "values that are a list", files: chartOf(), request: Request{Helm: HelmOptions{Values: "- a\n"}}, code: CodeHelmValues},
	{name: "a broken values file", files: chartOf("v.yaml", "a: 1\nb: [\nc: 2\n"), request: Request{Helm: HelmOptions{ValueFiles: []string{"v.yaml"}}}, code: CodeHelmValues, file: "v.yaml", line: 3},
	{name: "a bad parameter", files: chartOf(), request: Request{Helm: HelmOptions{Parameters: []HelmParameter{{Name: "a[x]", Value: "b"}}}}, code: CodeHelmValues},
	{name: "values against the schema", files: chartOf("values.schema.json", `{"required": ["x"]}`), code: CodeHelmValues, file: "values.schema.json"},
	{name: "a schema that is no JSON", files: chartOf("values.schema.json", `{`), code: CodeHelmValues, file: "values.schema.json"},
	{name: "R22: a schema that refers outside", files: chartOf("values.schema.json", "{\n\"$ref\": \"http://example.com/s.json\"}"), code: CodeHelmSchemaRef, file: "values.schema.json", line: 2},
}

func TestEveryRefusalHasItsCodeAndPlace(t *testing.T) {
	for _, row := range refusals {
		t.Run(row.name, func(t *testing.T) {
			request := row.request
			request.Dir = writeTree(t, row.files)
			refusal := mustRefuse(t, request)
			if refusal.Code != row.code || refusal.File != row.file || refusal.Line != row.line || refusal.Limit != row.limit {
				t.Errorf("got %s %s:%d, limit %d (%s)", refusal.Code, refusal.File, refusal.Line, refusal.Limit, refusal.Message)
			}
			if shown := presentable(refusal.Message, request.Dir); shown == "" || strings.Contains(shown, request.Dir) || strings.Contains(shown, treeBase) {
				t.Errorf("message %q", shown)
			}
		})
	}
}

func TestR3AFolderBesideTheTreeWithTheSameBeginningIsOutside(t *testing.T) {
	dir := writeTree(t, map[string]string{"repo/a.yaml": manifest("a"), "repo-evil/b.yaml": manifest("b"), "repo/link": "-> ../repo-evil"})
	repo := filepath.Join(dir, "repo")
	if refusal := mustRefuse(t, Request{Dir: repo, Path: "../repo-evil"}); refusal.Code != CodePathEscape {
		t.Errorf("%+v", refusal)
	}
	if refusal := mustRefuse(t, Request{Dir: repo, Path: "link"}); refusal.Code != CodeSymlinkEscape {
		t.Errorf("%+v", refusal)
	}
}

func TestAPipeIsNotOpened(t *testing.T) {
	dir := t.TempDir()
	if err := syscall.Mkfifo(filepath.Join(dir, "a.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	if refusal := mustRefuse(t, Request{Dir: dir}); refusal.Code != CodeIrregularFile || refusal.File != "a.yaml" {
		t.Errorf("%+v", refusal)
	}
}

func TestEveryCodeIsTestedAndDocumented(t *testing.T) {
	tested := map[string]bool{
		string(CodeIrregularFile): true, // TestAPipeIsNotOpened
		string(CodeInternal):      true, // has no known cause
	}
	for _, row := range refusals {
		tested[string(row.code)] = true
	}
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, code := range stringConstants(t, "refusal.go") {
		if !tested[code] {
			t.Errorf("no tree leads to %s", code)
		}
		if !strings.Contains(string(readme), "`"+code+"`") {
			t.Errorf("README.md does not explain %s", code)
		}
	}
	for _, code := range stringConstants(t, "response.go") {
		if !strings.Contains(string(readme), "`"+code+"`") {
			t.Errorf("README.md does not explain the warning %s", code)
		}
	}
}

// stringConstants returns the values of the typed string constants declared in a source file.
func stringConstants(t *testing.T, file string) []string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var values []string
	ast.Inspect(parsed, func(node ast.Node) bool {
		spec, ok := node.(*ast.ValueSpec)
		if !ok || spec.Type == nil {
			return true
		}
		for _, value := range spec.Values {
			if literal, ok := value.(*ast.BasicLit); ok && literal.Kind == token.STRING {
				text, err := strconv.Unquote(literal.Value)
				if err != nil {
					t.Fatal(err)
				}
				values = append(values, text)
			}
		}
		return true
	})
	if len(values) == 0 {
		t.Fatalf("no codes in %s", file)
	}
	return values
}

// kustomization makes a tree with a kustomization and pairs of file names and contents.
func kustomization(text string, pairs ...string) map[string]string {
	return pairsOf(map[string]string{"kustomization.yaml": text + "\n"}, pairs)
}

// chartOf makes a tree with a chart and pairs of file names and contents.
func chartOf(pairs ...string) map[string]string {
	return pairsOf(map[string]string{"Chart.yaml": chartText}, pairs)
}

func pairsOf(files map[string]string, pairs []string) map[string]string {
	for i := 0; i+1 < len(pairs); i += 2 {
		files[pairs[i]] = pairs[i+1]
	}
	return files
}

// aliasBomb is a mapping of nine lists in which each holds the one before nine times: 9^9 texts when expanded.
func aliasBomb() string {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for name := 'b'; name <= 'i'; name++ {
		previous := string(name - 1)
		bomb += fmt.Sprintf("%c: &%c [%s*%s]\n", name, name, strings.Repeat("*"+previous+",", 8), previous)
	}
	return bomb
}

func indented(text string) string {
	return "    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ")
}

func linkChain(length int) map[string]string {
	files := map[string]string{fmt.Sprintf("l%d", length): manifest("a")}
	for i := range length {
		files[fmt.Sprintf("l%d", i)] = fmt.Sprintf("-> l%d", i+1)
	}
	return files
}

func nestedLists(depth int) string {
	open := "{apiVersion: v1, kind: List, items: ["
	return strings.Repeat(open, depth) + strings.Repeat("]}", depth) + "\n"
}

func baseChain(length int) map[string]string {
	files := kustomization("resources: [b]")
	for i := 1; i < length; i++ {
		files[strings.Repeat("b/", i)+"kustomization.yaml"] = "resources: [b]\n"
	}
	return files
}
