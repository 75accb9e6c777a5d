package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

const configMap = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\n"

func manifest(name string) string { return fmt.Sprintf(configMap, name) }

func TestADirectoryIsReadFileByFile(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "directory"), Path: "guestbook"})
	want := []string{"Deployment/guestbook", "ServiceAccount/guestbook", "Service/guestbook", "ConfigMap/limits", "Counter/big"}
	if got := names(result.Objects); result.Kind != KindDirectory || !slices.Equal(got, want) {
		t.Fatalf("%s: %v", result.Kind, got)
	}
	service := result.Objects[2]
	if service.Source != "guestbook/service.yml" || service.Namespace != "front" || service.APIVersion != "v1" {
		t.Errorf("%+v", service)
	}
	if !hasWarning(result, WarnSkippedFile, "guestbook/values.yaml") || len(result.Warnings) != 1 {
		t.Errorf("warnings: %v", result.Warnings)
	}
}

func TestIntegersBeyondFiftyThreeBitsSurvive(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "directory"), Path: "guestbook/settings.json"})
	if raw := result.Objects[1].Raw; !strings.Contains(raw, `"start":9007199254740993,"end":9223372036854775807`) {
		t.Error(raw)
	}
}

func TestSubfoldersAreReadOnRequest(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "directory"), Path: "guestbook", Directory: DirectoryOptions{Recurse: true}})
	if got := names(result.Objects); !slices.Contains(got, "Role/reader-") || len(got) != 6 {
		t.Error(got)
	}
}

func TestIncludeAndExcludeSelectFiles(t *testing.T) {
	files := map[string]string{"a.yaml": manifest("a"), "b.yml": manifest("b"), "sub/a.yaml": manifest("sub-a"), "sub/c.json": `{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c"}}`}
	for _, row := range []struct {
		include, exclude string
		want             []string
	}{
		{"", "", []string{"a", "b", "sub-a", "c"}},
		{"a.yaml", "", []string{"a"}},
		{"*.yaml", "", []string{"a", "sub-a"}}, // "*" crosses "/"
		{"{b.yml,sub/*}", "", []string{"b", "sub-a", "c"}},
		{"", "sub/*", []string{"a", "b"}},
		{"*.yaml", "sub/*", []string{"a"}}, // exclude wins
	} {
		request := Request{Dir: writeTree(t, files), Directory: DirectoryOptions{Recurse: true, Include: row.include, Exclude: row.exclude}}
		var got []string
		for _, object := range mustRender(t, request).Objects {
			got = append(got, object.Name)
		}
		if !slices.Equal(got, row.want) {
			t.Errorf("include %q, exclude %q: %v", row.include, row.exclude, got)
		}
	}
}

func TestR10AFolderWithoutObjectsSucceedsWithAWarning(t *testing.T) {
	for name, files := range map[string]map[string]string{
		"nothing":       nil,
		"a separator":   {"a.yaml": "---\n"},
		"only a README": {"README.md": "hello"},
		"only comments": {"a.yaml": "# nothing\n---\n"},
		"an empty List": {"a.yaml": "apiVersion: v1\nkind: List\nitems: []\n"},
	} {
		result := mustRender(t, Request{Dir: writeTree(t, files)})
		if len(result.Objects) != 0 || !hasWarning(result, WarnNoObjects, ".") {
			t.Errorf("%s: %+v", name, result)
		}
	}
}

func TestOnlyFilesThatLookLikeManifestsMustBeValid(t *testing.T) {
	result := mustRender(t, Request{Dir: writeTree(t, map[string]string{
		"ok.yaml": manifest("ok"), "template.yaml": "a: {{ .Values.x }}\n  b: 1\n", "list.yaml": "- a\n- b\n",
	})})
	if len(result.Objects) != 1 || !hasWarning(result, WarnSkippedFile, "template.yaml") || !hasWarning(result, WarnSkippedFile, "list.yaml") {
		t.Errorf("%+v", result)
	}
}

func TestListsAreFlattened(t *testing.T) {
	result := mustRender(t, Request{Dir: writeTree(t, map[string]string{"a.yaml": `
apiVersion: v1
kind: List
items:
  - apiVersion: v1
    kind: List
    items: [{apiVersion: v1, kind: Secret, metadata: {name: inner}}]
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: outer}}
---
apiVersion: v1
kind: ConfigMapList
items:
  - metadata: {name: typed}
    data: {n: "9007199254740993"}
---
apiVersion: example.com/v1
kind: ShoppingList
metadata: {name: no-items-field}
`})})
	if got := names(result.Objects); !slices.Equal(got, []string{"Secret/inner", "ConfigMap/outer", "ConfigMap/typed", "ShoppingList/no-items-field"}) {
		t.Fatal(got)
	}
	if raw := result.Objects[2].Raw; !strings.Contains(raw, `"apiVersion":"v1"`) || !strings.Contains(raw, `"kind":"ConfigMap"`) {
		t.Error(raw)
	}
}

func TestR9FileNamesMayBeStrange(t *testing.T) {
	deep := strings.Repeat(strings.Repeat("d", 100)+"/", 30)
	names := []string{
		"--help.yaml", "new\nline.yaml", "\xff\xfe.yaml", "\u00e9.yaml", "e\u0301.yaml", "\u202elmay.yaml", "-rf/d.yaml",
		strings.Repeat("x", 250) + ".yaml", deep + "a.yaml",
	}
	files := map[string]string{}
	for i, name := range names {
		files[name] = manifest(fmt.Sprint("m", i))
	}
	result := mustRender(t, Request{Dir: writeTree(t, files), Directory: DirectoryOptions{Recurse: true}})
	if len(result.Objects) != len(names) {
		t.Error(len(result.Objects))
	}
}

func TestAFileMayAskToBeLeftOut(t *testing.T) {
	result := mustRender(t, Request{Dir: writeTree(t, map[string]string{
		"asks.yaml": "# +argocd:skip-file-rendering\n" + manifest("asks"), "later.yaml": manifest("later") + "  # please +argocd:skip-file-rendering\n",
		"quotes.yaml": manifest("quotes") + "data: {text: '# +argocd:skip-file-rendering'}\n",
	})})
	if got := names(result.Objects); !slices.Equal(got, []string{"ConfigMap/quotes"}) || len(result.Warnings) != 0 {
		t.Errorf("%v %v", got, result.Warnings)
	}
}

func TestJsonnetIsNamedNotEvaluated(t *testing.T) {
	dir := writeTree(t, map[string]string{"a.jsonnet": "{}", "b.yaml": manifest("b"), "lib.libsonnet": "{}", "sub/c.jsonnet": "{}"})
	if result := mustRender(t, Request{Dir: dir}); len(result.Objects) != 1 || len(result.Warnings) != 1 || !hasWarning(result, WarnSkippedFile, "a.jsonnet") {
		t.Errorf("%+v", result)
	}
	excluded := mustRender(t, Request{Dir: dir, Directory: DirectoryOptions{Exclude: "*.jsonnet"}})
	if len(excluded.Warnings) != 0 {
		t.Errorf("%+v", excluded.Warnings)
	}
}

func TestR18AFileMayHoldFiveThousandDocumentsNotFiftyThousand(t *testing.T) {
	many := func(count int) string { return strings.Repeat("---\n"+manifest("a"), count) }
	if result := mustRender(t, Request{Dir: writeTree(t, map[string]string{"a.yaml": many(5000)})}); len(result.Objects) != 5000 {
		t.Error(len(result.Objects))
	}
	refusal := mustRefuse(t, Request{Dir: writeTree(t, map[string]string{"a.yaml": many(50000)})})
	if refusal.Code != CodeTooManyDocuments || refusal.Limit != 10000 {
		t.Errorf("%+v", refusal)
	}
}

func TestLinksInsideTheTreeAreFollowed(t *testing.T) {
	dir := writeTree(t, map[string]string{"app/a.yaml": "-> ../shared/a.yaml", "app/more": "-> ../shared", "shared/a.yaml": manifest("a")})
	result := mustRender(t, Request{Dir: dir, Path: "app", Directory: DirectoryOptions{Recurse: true}})
	if got := names(result.Objects); len(got) != 2 {
		t.Error(got)
	}
}
