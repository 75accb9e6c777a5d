package main

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestAChartRendersWithItsSubchartCRDsAndHooks(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "helm"), Path: "shop", Namespace: "front", KubeVersion: "v1.36.3",
		APIVersions: []string{"v1", "monitoring.coreos.com/v1"}, Helm: HelmOptions{ReleaseName: "live"}})
	want := []string{"CustomResourceDefinition/orders.shop.example.com", "ConfigMap/live-cart", "Service/live-shop", "Deployment/live-shop", "Job/live-migrate"}
	if got := names(result.Objects); result.Kind != KindHelm || !slices.Equal(got, want) {
		t.Fatalf("%s %v", result.Kind, got)
	}
	var sources []string
	for _, object := range result.Objects {
		sources = append(sources, strings.TrimPrefix(object.Source, "shop/"))
	}
	if !slices.Equal(sources, []string{"crds/order.yaml", "charts/cart/templates/settings.yaml", "templates/service.yaml", "templates/deployment.yaml", "templates/migrate.yaml"}) {
		t.Error(sources)
	}
	annotations := dig(find(t, result, "Deployment/live-shop"), "metadata", "annotations")
	if dig(annotations, "example.com/kubernetes") != "v1.36.3" || dig(annotations, "example.com/monitored") != "true" {
		t.Error(annotations)
	}
	if dig(find(t, result, "Deployment/live-shop"), "metadata", "namespace") != "front" {
		t.Error("the destination namespace is not .Release.Namespace")
	}
	if dig(find(t, result, "Job/live-migrate"), "metadata", "annotations", "helm.sh/hook") != "pre-install,pre-upgrade" {
		t.Error("the hook annotation is lost")
	}
	if dig(find(t, result, "ConfigMap/live-cart"), "data", "size") != "10" {
		t.Error("the chart's values for its subchart are lost")
	}
}

func TestAPIVersionsOfTheClusterReplaceHelmsOwnList(t *testing.T) {
	dir := chartTree(t, map[string]string{"templates/a.yaml": manifest(`has-{{ .Capabilities.APIVersions.Has "apps/v1" }}`)})
	for _, row := range []struct {
		versions []string
		want     string
	}{{nil, "ConfigMap/has-true"}, {[]string{"v1"}, "ConfigMap/has-false"}} {
		if got := names(mustRender(t, Request{Dir: dir, APIVersions: row.versions}).Objects); !slices.Equal(got, []string{row.want}) {
			t.Errorf("%v: %v", row.versions, got)
		}
	}
}

func TestValuesFollowTheirPriority(t *testing.T) {
	base := Request{Dir: fixture(t, "helm"), Path: "shop"}
	greeting := func(options HelmOptions) any {
		request := base
		options.ReleaseName = "r"
		request.Helm = options
		return dig(find(t, mustRender(t, request), "Deployment/r-shop"), "metadata", "annotations", "example.com/greeting")
	}
	files := []string{"values-production.yaml"}
	parameter := []HelmParameter{{Name: "greeting", Value: "from, a parameter"}}
	for _, row := range []struct {
		options HelmOptions
		want    string
	}{
		{HelmOptions{}, "from the chart"},
		{HelmOptions{ValueFiles: files}, "from the file"},
		{HelmOptions{ValueFiles: files, Values: "greeting: from the text"}, "from the text"},
		{HelmOptions{ValueFiles: files, Values: "greeting: from the text", Parameters: parameter}, "from, a parameter"},
		{HelmOptions{Parameters: []HelmParameter{{Name: "greeting", Value: "one"}, {Name: "greeting", Value: "two"}}}, "two"},
	} {
		if got := greeting(row.options); got != row.want {
			t.Errorf("%+v: %v", row.options, got)
		}
	}
}

func TestParametersKeepTheirTypeOrBecomeText(t *testing.T) {
	dir := chartTree(t, map[string]string{"templates/a.yaml": manifest("a") + "data: {{ toJson .Values }}\n"})
	result := mustRender(t, Request{Dir: dir, Helm: HelmOptions{Parameters: []HelmParameter{
		{Name: "number", Value: "7"}, {Name: "text", Value: "7", ForceString: true}, {Name: "yes", Value: "true"},
		{Name: "list", Value: "{a,b}"}, {Name: "deep.er[0]", Value: "x"}, {Name: "escaped", Value: `a\,b,c`},
	}}})
	data, _ := dig(find(t, result, "ConfigMap/a"), "data").(map[string]any)
	if data["number"] != 7.0 || data["text"] != "7" || data["yes"] != true || dig(data, "list", 1) != "b" ||
		dig(data, "deep", "er", 0) != "x" || data["escaped"] != "a,b,c" {
		t.Error(data)
	}
}

func TestConditionsAndSkipCRDsLeaveThingsOut(t *testing.T) {
	result := mustRender(t, Request{Dir: fixture(t, "helm"), Path: "shop", Helm: HelmOptions{SkipCRDs: true, Values: "cart: {enabled: false}"}})
	if got := names(result.Objects); !slices.Equal(got, []string{"Service/release-name-shop", "Deployment/release-name-shop", "Job/release-name-migrate"}) {
		t.Error(got)
	}
}

func TestR24TemplatesSeeNothingOfTheMachine(t *testing.T) {
	t.Setenv("RENDERER_SECRET", "canary")
	dir := chartTree(t, map[string]string{"templates/a.yaml": manifest("a") + `data:
  lookup: {{ lookup "v1" "Secret" "" "" | toJson | quote }}
  host: {{ getHostByName "localhost" | quote }}
  file: {{ .Files.Get "../../../../etc/hostname" | quote }}
  zone: {{ dateInZone "MST" (toDate "2006-01-02" "2024-01-01") "Asia/Seoul" | quote }}
`})
	data := dig(find(t, mustRender(t, Request{Dir: dir}), "ConfigMap/a"), "data")
	if dig(data, "lookup") != "{}" || dig(data, "host") != "" || dig(data, "file") != "" || dig(data, "zone") != "KST" {
		t.Error(data)
	}
	refusal := mustRefuse(t, Request{Dir: chartTree(t, map[string]string{"templates/a.yaml": `{{ env "RENDERER_SECRET" }}`})})
	if refusal.Code != CodeHelm || strings.Contains(refusal.Message, "canary") {
		t.Errorf("%+v", refusal)
	}
}

func TestATemplateErrorIsLocated(t *testing.T) {
	for name, text := range map[string]string{
		"an execution error": "a: 1\nb: {{ .Values.x.y.z }}\n",
		"a failed check":     "a: 1\nb: {{ required \"x is required\" .Values.x }}\n",
		"a syntax error":     "a: 1\nb: {{ if }}\n",
	} {
		refusal := mustRefuse(t, Request{Dir: writeTree(t, map[string]string{"app/Chart.yaml": chartText, "app/templates/b.yaml": text}), Path: "app"})
		if refusal.Code != CodeHelm || refusal.File != "app/templates/b.yaml" || refusal.Line != 2 {
			t.Errorf("%s: %+v", name, refusal)
		}
	}
}

func TestHelmsRemarksBecomeWarnings(t *testing.T) {
	dir := chartTree(t, map[string]string{
		"Chart.yaml":       chartText + "deprecated: true\n",
		"templates/a.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  annotations: {helm.sh/hook: crd-install}\n",
	})
	result := mustRender(t, Request{Dir: dir})
	if len(result.Warnings) != 3 || !hasWarning(result, WarnHelm, "Chart.yaml") || !strings.Contains(result.Warnings[1].Message, "unknown hook") {
		t.Error(result.Warnings)
	}
}

func TestASchemaMayReferToItself(t *testing.T) {
	for name, schema := range map[string]string{
		"a pointer":      `{"properties": {"a": {"$ref": "#/definitions/x"}}, "definitions": {"x": {"type": "string"}}}`,
		"its own id":     `{"$id": "https://example.com/v.json", "properties": {"a": {"$ref": "https://example.com/v.json#/definitions/x"}}, "definitions": {"x": {"type": "string"}}}`,
		"an embedded id": `{"properties": {"a": {"$ref": "x.json"}}, "$defs": {"x": {"$id": "x.json", "type": "string"}}}`,
		"a known draft":  `{"$schema": "http://json-schema.org/draft-07/schema#", "type": "object"}`,
		"an unknown urn": `{"properties": {"a": {"$ref": "urn:example:x"}}}`,
	} {
		dir := chartTree(t, map[string]string{"values.schema.json": schema, "values.yaml": "a: text\n", "templates/a.yaml": manifest("a")})
		if result := mustRender(t, Request{Dir: dir}); len(result.Objects) != 1 {
			t.Errorf("%s: %v", name, names(result.Objects))
		}
	}
}

func TestR22ASchemaMayReferToNothingElse(t *testing.T) {
	for name, schema := range map[string]string{
		"an absolute file":    `{"properties": {"a": {"$ref": "/etc/passwd"}}}`,
		"a relative file":     `{"properties": {"a": {"$ref": "etc/passwd"}}}`,
		"a file URL":          `{"properties": {"a": {"$ref": "file:///etc/passwd"}}}`,
		"a host":              `{"properties": {"a": {"$ref": "http://127.0.0.1:1/s"}}}`,
		"a dynamic reference": `{"properties": {"a": {"$dynamicRef": "https://127.0.0.1:1/s"}}}`,
		"a meta-schema":       `{"$schema": "http://127.0.0.1:1/s"}`,
		"an id and a sibling": `{"$id": "http://127.0.0.1:1/a", "properties": {"a": {"$ref": "b"}}}`,
	} {
		for _, where := range []string{"", "charts/sub/"} {
			dir := chartTree(t, map[string]string{
				"charts/sub/Chart.yaml":      "apiVersion: v2\nname: sub\nversion: 1.0.0\n",
				where + "values.schema.json": schema, "values.yaml": "a: text\nsub: {a: text}\n", "templates/a.yaml": manifest("a"),
			})
			refusal := mustRefuse(t, Request{Dir: dir})
			if refusal.Code != CodeHelmSchemaRef || refusal.File != where+"values.schema.json" || refusal.Line != 1 {
				t.Errorf("%s in %q: %+v", name, where, refusal)
			}
		}
	}
}

func TestCRDsOfSubchartsKeepTheirOrder(t *testing.T) {
	files := map[string]string{}
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		files["charts/"+name+"/Chart.yaml"] = "apiVersion: v2\nname: " + name + "\nversion: 1.0.0\n"
		files["charts/"+name+"/crds/x.yaml"] = manifest(name)
	}
	dir := chartTree(t, files)
	for range 5 {
		if got := names(mustRender(t, Request{Dir: dir}).Objects); !slices.IsSorted(got) || len(got) != 6 {
			t.Fatal(got)
		}
	}
}

func TestHooksKeepTheirAnnotations(t *testing.T) {
	hook := func(name, annotations string) string {
		return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  annotations: {" + annotations + "}\n"
	}
	result := mustRender(t, Request{Dir: chartTree(t, map[string]string{
		"templates/test.yaml": hook("test", "helm.sh/hook: test"),
		"templates/pre.yaml":  hook("pre", `helm.sh/hook: "pre-install,pre-upgrade", helm.sh/hook-weight: "-5", helm.sh/hook-delete-policy: hook-succeeded`),
		"templates/keep.yaml": hook("keep", "helm.sh/resource-policy: keep"),
	})})
	if got := names(result.Objects); !slices.Equal(got, []string{"ConfigMap/keep", "ConfigMap/pre", "ConfigMap/test"}) {
		t.Fatal(got)
	}
	for name, want := range map[string]string{"helm.sh/hook-weight": "-5", "helm.sh/hook-delete-policy": "hook-succeeded", "helm.sh/hook": "pre-install,pre-upgrade"} {
		if got := dig(find(t, result, "ConfigMap/pre"), "metadata", "annotations", name); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
	if dig(find(t, result, "ConfigMap/keep"), "metadata", "annotations", "helm.sh/resource-policy") != "keep" {
		t.Error("the policy to keep is lost")
	}
}

func TestR25AChartThatIsNeverTheSameIsTold(t *testing.T) {
	for name, row := range map[string]struct {
		template string
		object   string
		unstable []string
	}{
		"a password":     {manifest("a") + "data: {fixed: x, password: {{ randAlphaNum 20 }}}\n", "ConfigMap/a", []string{"/data/password"}},
		"a date":         {manifest("a") + "data: {day: {{ now | date \"2006-01-02\" | quote }}}\n", "ConfigMap/a", []string{"/data/day"}},
		"a second":       {manifest("a") + "data: {at: {{ now | unixEpoch | quote }}}\n", "ConfigMap/a", []string{"/data/at"}},
		"a UUID":         {manifest("a") + "data: {a/b~c: {{ uuidv4 }}}\n", "ConfigMap/a", []string{"/data/a~1b~0c"}},
		"a key":          {manifest("a") + "data: {key: {{ genPrivateKey \"ed25519\" | quote }}}\n", "ConfigMap/a", []string{"/data/key"}},
		"a random list":  {manifest("a") + "list: [a, {{ randNumeric 12 | quote }}]\n", "ConfigMap/a", []string{"/list/1"}},
		"a random name":  {manifest(`job-{{ randAlpha 12 | lower }}`), "", []string{"/metadata/name"}},
		"a longer list":  {manifest("a") + "list: [{{ range until (ternary 1 2 (lt (now | date \"2006\" | int) 2000)) }}x,{{ end }}]\n", "", nil},
		"set on .Values": {manifest("a") + "{{ $_ := set .Values \"x\" (add1 (.Values.x | default 0)) }}data: {x: {{ .Values.x | quote }}}\n", "", nil},
	} {
		result := mustRender(t, Request{Dir: chartTree(t, map[string]string{"values.yaml": "x: 1\n", "templates/a.yaml": row.template, "templates/b.yaml": manifest("b")})})
		var told []Warning
		for _, warning := range result.Warnings {
			if warning.Code == WarnNotDeterministic {
				told = append(told, warning)
			}
		}
		if len(told) != min(len(row.unstable), 1) || len(told) > 0 && (told[0].File != "templates/a.yaml" || row.object != "" && told[0].Object != row.object) {
			t.Errorf("%s: %+v", name, told)
		}
		for _, object := range result.Objects {
			want := row.unstable
			if object.Name == "b" {
				want = nil
			}
			if !slices.Equal(object.Unstable, want) {
				t.Errorf("%s: %s differs at %q", name, object.Name, object.Unstable)
			}
		}
	}
}

func TestR25AnObjectThatComesAndGoesIsUnstableAsAWhole(t *testing.T) {
	before := time.Now().AddDate(0, 6, 0).Format("2006-01-02")
	dir := chartTree(t, map[string]string{
		"templates/a.yaml": `{{ if eq (now | date "2006-01-02" | lt "` + before + `") false }}` + manifest("a") + "{{ end }}", "templates/b.yaml": manifest("b"),
	})
	result := mustRender(t, Request{Dir: dir})
	if len(result.Objects) != 2 || !slices.Equal(result.Objects[0].Unstable, []string{""}) || result.Objects[1].Unstable != nil {
		t.Errorf("%+v", result)
	}
}

func TestValueFilesMayBePatterns(t *testing.T) {
	files := map[string]string{
		"app/Chart.yaml": chartText, "app/templates/a.yaml": manifest("a") + "data: {last: {{ .Values.last }}, all: {{ keys .Values | sortAlpha | join \"-\" }}}\n",
		"app/v/b.yaml": "last: b\nb: 1\n", "app/v/a.yaml": "last: a\na: 1\n", "app/v/deep/er/c.yaml": "last: c\nc: 1\n", "app/v/[x].yaml": "last: x\nx: 1\n",
		"shared/s.yaml": "last: s\ns: 1\n",
	}
	for _, row := range []struct {
		files     []string
		last, all string
	}{
		{[]string{"v/*.yaml"}, "b", "a-b-last-x"}, // lexical: "[" comes before "a"
		{[]string{"v/**/*.yaml"}, "c", "a-b-c-last-x"},
		{[]string{"v/**/*.yaml", "v/a.yaml"}, "a", "a-b-c-last-x"}, // a file that is named counts where it is named
		{[]string{"v/?.yaml", "v/[ab].yaml"}, "b", "a-b-last"},
		{[]string{"v/[x].yaml"}, "x", "last-x"}, // a file may have such a name itself
		{[]string{"../shared/*.yaml", "v/{a,b}.yaml", "gone/*.yaml", "gone.yaml"}, "s", "last-s"},
	} {
		request := Request{Dir: writeTree(t, files), Path: "app", Helm: HelmOptions{ValueFiles: row.files, IgnoreMissingValueFiles: true}}
		data := dig(find(t, mustRender(t, request), "ConfigMap/a"), "data")
		if dig(data, "last") != row.last || dig(data, "all") != row.all {
			t.Errorf("%v: %v", row.files, data)
		}
	}
}

func TestTheReleaseIsNamedAfterTheDeployment(t *testing.T) {
	dir := chartTree(t, map[string]string{"templates/a.yaml": manifest("{{ .Release.Name }}")})
	for _, row := range []struct {
		request Request
		want    string
	}{
		{Request{Dir: dir}, "release-name"},
		{Request{Dir: dir, Name: "shop"}, "shop"},
		{Request{Dir: dir, Name: "shop", Helm: HelmOptions{ReleaseName: "live"}}, "live"},
	} {
		if got := mustRender(t, row.request).Objects[0].Name; got != row.want {
			t.Errorf("%s, not %s", got, row.want)
		}
	}
	long := Request{Dir: writeTree(t, map[string]string{"a.yaml": manifest("a")}), Name: strings.Repeat("a", 63)}
	mustRender(t, long) // what is no chart has no release
}

const chartText = "apiVersion: v2\nname: app\nversion: 1.0.0\n"

// chartTree writes a chart into a new tree.
func chartTree(t *testing.T, files map[string]string) string {
	t.Helper()
	all := map[string]string{"Chart.yaml": chartText}
	maps.Copy(all, files)
	return writeTree(t, all)
}
