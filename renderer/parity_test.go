package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
	"testing"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// scalars are what kubectl makes of one value: it converts with sigs.k8s.io/yaml, which reads YAML 1.1 through
// go-yaml 2. Each row was compared with `kubectl label --local --filename … --output json`, and each is compared
// with kubectl's decoder again when the tests run.
var scalars = []struct{ yaml, json string }{
	// Integers: a leading 0 or 0o is octal where the digits allow it, underscores are ignored.
	{"0644", "420"}, {"0o644", "420"}, {"0777", "511"}, {"012", "10"}, {"08", "8"}, {"0b11", "3"}, {"-0b11", "-3"}, {"0x1F", "31"},
	{"1_000", "1000"}, {"1__0", "10"}, {"+1", "1"}, {"-0", "0"}, {"0", "0"}, {"00", "0"},
	// Base 60 is not read.
	{"22:22", `"22:22"`}, {"190:20:30", `"190:20:30"`},
	// All 64-bit integers survive; larger ones become floats.
	{"9007199254740993", "9007199254740993"}, {"9223372036854775807", "9223372036854775807"}, {"-9223372036854775808", "-9223372036854775808"},
	{"18446744073709551615", "18446744073709551615"}, {"123456789012345678901", "123456789012345680000"},
	// Floats lose a superfluous fraction or exponent; one that does not fit stays text.
	{"1.0", "1"}, {"1.", "1"}, {".5", "0.5"}, {"0.1", "0.1"}, {"1e3", "1000"}, {"1E5", "100000"}, {"1.5e-7", "1.5e-7"}, {"+.5", "0.5"},
	{"685.230_15e+03", "685230.15"}, {"1e400", `"1e400"`}, {"1e-400", "0"}, {"1.2.3", `"1.2.3"`}, {"1e", `"1e"`}, {"0x", `"0x"`}, {"_1", `"_1"`},
	// Booleans have many names, also as keys.
	{"yes", "true"}, {"No", "false"}, {"on", "true"}, {"OFF", "false"}, {"y", "true"}, {"n", "false"}, {"Y", "true"}, {"N", "false"},
	{"TRUE", "true"}, {"False", "false"}, {"tRUE", `"tRUE"`}, {`"true"`, `"true"`}, {"'yes'", `"yes"`},
	{"{y: 1}", `{"true":1}`}, {"{on: 1}", `{"true":1}`}, {"{n: 1}", `{"false":1}`}, {"{'y': 1}", `{"y":1}`},
	// Keys become text.
	{"{1: a, 1.5: b}", `{"1":"a","1.5":"b"}`}, {"{0644: a}", `{"420":"a"}`}, {"{\"quoted: key\": a}", `{"quoted: key":"a"}`}, {"{2024-01-01: a}", `{"2024-01-01":"a"}`},
	// Nothing has four names.
	{"~", "null"}, {"null", "null"}, {"Null", "null"}, {"NULL", "null"}, {"", "null"}, {"nULL", `"nULL"`}, {"none", `"none"`},
	// Dates stay text.
	{"2024-01-01", `"2024-01-01"`}, {"2024-01-01T10:00:00Z", `"2024-01-01T10:00:00Z"`}, {"2001-12-14 21:59:43.10 -5", `"2001-12-14 21:59:43.10 -5"`},
	// Tags and quoting.
	{"!!str 123", `"123"`}, {`!!int "7"`, "7"}, {"!!binary aGVsbG8=", `"hello"`}, {"!foo bar", `"bar"`}, {"!!float 1", "1"}, {"!!str yes", `"yes"`}, {"! 12", `"12"`},
	{"!!bool yes", "true"}, {"!!null ''", "null"}, {"!!set {a, b}", `{"a":null,"b":null}`}, {"!<tag:yaml.org,2002:str> 1", `"1"`},
	{"'it''s'", `"it's"`}, {`"tab\tnew"`, `"tab\tnew"`}, {`"\x41\u00e9\U0001F600"`, `"Aé😀"`}, {`"\e\0"`, `"\u001b\u0000"`},
	{"a#b", `"a#b"`}, {"a #b", `"a"`}, {"http://x", `"http://x"`}, {"=", `"="`}, {"-1-", `"-1-"`}, {"12e03", "12000"},
	{"한국어", `"한국어"`}, {"ﬁ é", `"ﬁ é"`}, {"😀", `"😀"`}, {"<a>&b", `"\u003ca\u003e\u0026b"`}, {"100m", `"100m"`}, {"1Gi", `"1Gi"`}, {"50%", `"50%"`}, {"1e3Mi", `"1e3Mi"`},
	// Anchors and merge keys.
	{"[&a {k: 1}, *a]", `[{"k":1},{"k":1}]`}, {"{<<: {k: 1}, l: 2}", `{"k":1,"l":2}`}, {"{<<: [{k: 1, m: 1}, {k: 2}]}", `{"k":1,"m":1}`},
	{"{<<: {k: 1}, k: 2}", `{"k":2}`}, {"{'<<': {k: 1}}", `{"\u003c\u003c":{"k":1}}`},
	{"{k: 2, <<: {k: 1}}", `{"k":1}`}, // against the specification of YAML, but it is what kubectl applies
	// Flow.
	{"[a, b, ]", `["a","b"]`}, {"{a, b: c}", `{"a":null,"b":"c"}`}, {"[a: 1, b: 2]", `[{"a":1},{"b":2}]`}, {"{a: [1, {b: []}], c: {}}", `{"a":[1,{"b":[]}],"c":{}}`},
	{`{"a":1}`, `{"a":1}`}, {"{a: ~, b: }", `{"a":null,"b":null}`}, {"[? a]", `[{"a":null}]`},
}

// constructs are whole documents. Without json they are refused in the line.
var constructs = []struct {
	name, yaml, json string
	line             int
}{
	{"a literal block", "v: |\n  a\n   b\n\n  c\n\n", `{"v":"a\n b\n\nc\n"}`, 0},
	{"a literal block, stripped", "v: |-\n  a\n  b\n\n", `{"v":"a\nb"}`, 0},
	{"a literal block, kept", "v: |+\n  a\n\n\nw: 1\n", `{"v":"a\n\n\n","w":1}`, 0},
	{"a literal block with an indent of its own", "v: |2\n   a\n  b\n", `{"v":" a\nb\n"}`, 0},
	{"a folded block", "v: >\n  a\n  b\n\n  c\n   d\n  e\n", `{"v":"a b\nc\n d\ne\n"}`, 0},
	{"a folded block, stripped", "v: >-\n  a\n  b\n", `{"v":"a b"}`, 0},
	{"a folded block, kept", "v: >+\n  a\n\n", `{"v":"a\n\n"}`, 0},
	{"a block that holds a separator", "v: |\n  ---\n  x\n", `{"v":"---\nx\n"}`, 0},
	{"a block that holds a comment", "v: |\n  # a\n  b # c\n", `{"v":"# a\nb # c\n"}`, 0},
	{"an empty block", "v: |\nw: 1\n", `{"v":"","w":1}`, 0},
	{"a plain text over lines", "v: a\n  b\n\n  c\n", `{"v":"a b\nc"}`, 0},
	{"a quoted text over lines", "v: \"a\n  b\\\n  c\"\n", `{"v":"a bc"}`, 0},
	{"a single-quoted text over lines", "v: 'a\n\n  b'\n", `{"v":"a\nb"}`, 0},
	{"comments everywhere", "# a\nv: # b\n  # c\n  - 1 # d\n# e\n", `{"v":[1]}`, 0},
	{"a list without indent", "v:\n- a\n-\n  b: 1\n", `{"v":["a",{"b":1}]}`, 0},
	{"a list in a list", "v:\n- - a\n  - b\n", `{"v":[["a","b"]]}`, 0},
	{"an explicit key", "? v\n: 1\n? w\n", `{"v":1,"w":null}`, 0},
	{"an anchor used later", "a: &x [1]\nv: *x\n", `{"a":[1],"v":[1]}`, 0},
	{"an anchor said again", "a: &x 1\nb: &x 2\nv: *x\n", `{"a":1,"b":2,"v":2}`, 0},
	{"a merge in a block", "a: &x {k: 1}\nv:\n  <<: *x\n  l: 2\n", `{"a":{"k":1},"v":{"k":1,"l":2}}`, 0},
	{"a version directive", "%YAML 1.1\n---\nv: yes\n", "", 1},
	{"a document end", "v: 1\n...\n", `{"v":1}`, 0},
	{"nothing but a value that is empty", "v:\n", `{"v":null}`, 0},
	{"Windows lines", "v: |\r\n  a\r\n  b\r\nw: 1\r\n", `{"v":"a\nb\n","w":1}`, 0},
	{"a no-break space", "v: a\u00a0b\n", "{\"v\":\"a\u00a0b\"}", 0},
	{"a line separator", "v: \"a\u2028b\"\n", `{"v":"a\u2028b"}`, 0},
	{"an emoji key", "😀: 1\n", `{"😀":1}`, 0},
	{"a key with spaces", "a b c: 1\n", `{"a b c":1}`, 0},
	{"a prototype key", "__proto__: {a: 1}\nconstructor: {prototype: 1}\n", `{"__proto__":{"a":1},"constructor":{"prototype":1}}`, 0},
	{"a byte order mark", "\ufeffv: 1\n", `{"v":1}`, 0},

	{"a tab as indent", "v:\n\ta: 1\n", "", 2},
	{"a lost indent", "v:\n  a: 1\n b: 2\n", "", 3},
	{"two keys in a line", "v: 1 w: 2\n", "", 1},
	{"a key without space", "v: 1\nw:2\n", "", 2},
	{"a key that is a list", "v: 1\n? [a]\n: 1\n", "", 1},
	{"an unknown anchor", "v: 1\nw: *x\n", "", 1},
	{"a cycle", "v: &x [*x]\n", "", 1},
	{"an unclosed list", "v: [1,\nw: 2\n", "", 2},
	{"an unclosed quote", "v: 1\nw: 'a\n", "", 2},
	{"an unclosed mapping", "v: {a: 1\n", "", 1},
	{"a reserved character", "v: 1\nw: @a\n", "", 2},
	{"a backtick", "v: `a`\n", "", 1},
	{"an escape of JSON that YAML 1.1 has not", `v: "\/"`, "", 1},
	{"a bad escape", "v: 1\nw: \"\\z\"\n", "", 2},
	{"bad base64", "v: !!binary '***'\n", "", 1},
	{"an integer that is none", "v: !!int a\n", "", 1},
	{"a merge of text", "v: {<<: a}\n", "", 1},
	{"text after a separator", "v: 1\n--- w\n", "", 2},
}

// kubectl decodes one document as kubectl does.
func kubectl(text string) (string, error) {
	text = strings.TrimPrefix(text, "\ufeff") // kubectl's file visitor drops it before
	var raw json.RawMessage
	if err := utilyaml.NewYAMLOrJSONDecoder(strings.NewReader(text), 4096).Decode(&raw); err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return string(raw), nil
}

func TestR16ScalarsAreReadAsKubectlReadsThem(t *testing.T) {
	for _, row := range scalars {
		text, want := "v: "+row.yaml+"\n", `{"v":`+row.json+`}`
		decoded, err := decodeStream("s.yaml", []byte(text), 10)
		if err != nil {
			t.Errorf("%s: %v", row.yaml, err)
			continue
		}
		if got := string(decoded.documents[0].json); got != want {
			t.Errorf("%s: got %s, want %s", row.yaml, got, want)
		}
		if reference, err := kubectl(text); err != nil || reference != want {
			t.Errorf("%s: kubectl gives %s (%v), not %s", row.yaml, reference, err, want)
		}
	}
}

func TestR16ConstructsAreReadAsKubectlReadsThemOrRefused(t *testing.T) {
	for _, row := range constructs {
		decoded, err := decodeStream("s.yaml", []byte(row.yaml), 10)
		reference, referenceErr := kubectl(row.yaml)
		if row.json == "" {
			refusal := asRefusal(err, CodeInternal, "")
			if err == nil || refusal.Code != CodeYAML || refusal.File != "s.yaml" || refusal.Line != row.line {
				t.Errorf("%s: %s in line %d: %v", row.name, refusal.Code, refusal.Line, err)
			}
			continue
		}
		if err != nil || len(decoded.documents) != 1 || decoded.duplicate != 0 {
			t.Errorf("%s: %v %v", row.name, decoded, err)
			continue
		}
		if got := string(decoded.documents[0].json); got != row.json {
			t.Errorf("%s: got %s, want %s", row.name, got, row.json)
		}
		if referenceErr != nil || reference != row.json {
			t.Errorf("%s: kubectl gives %s (%v), not %s", row.name, reference, referenceErr, row.json)
		}
	}
}

// The same values inside an object of a folder and in the output of a template.
func TestR16ValuesSurviveEveryKindOfSource(t *testing.T) {
	var text strings.Builder
	want := map[string]string{}
	for i, row := range scalars {
		key := "k" + string(rune('a'+i/26)) + string(rune('a'+i%26))
		text.WriteString("  " + key + ": " + row.yaml + "\n")
		want[key] = row.json
	}
	object := manifest("a") + "spec:\n" + text.String()
	for name, files := range map[string]map[string]string{
		"directory": {"a.yaml": object}, "a chart": chartOf("templates/a.yaml", object),
	} {
		result := mustRender(t, Request{Dir: writeTree(t, files)})
		if len(result.Objects) != 1 || len(result.Warnings) != 0 {
			t.Fatalf("%s: %v %v", name, names(result.Objects), result.Warnings)
		}
		fields, err := objectFields([]byte(result.Objects[0].Raw))
		if err != nil {
			t.Fatal(err)
		}
		spec, err := objectFields(fields["spec"])
		if err != nil {
			t.Fatal(err)
		}
		for key, value := range want {
			if got := string(spec[key]); got != value {
				t.Errorf("%s, %s: got %s, want %s", name, key, got, value)
			}
		}
	}
}

// Kustomize has a YAML library of its own: what its output says to kubectl is what `kubectl apply -k` applies.
func TestR16ValuesThroughKustomizeAreWhatApplyKGives(t *testing.T) {
	rows := []struct{ yaml, json string }{
		{"0644", "420"}, {"0o644", "420"}, {"012", "10"}, {"08", "8"}, {"0x1F", "31"}, {"1_000", "1000"}, {"9007199254740993", "9007199254740993"}, {"22:22", `"22:22"`},
		{"yes", `"yes"`}, {"on", `"on"`}, {"true", "true"}, {"~", "null"}, {"1e3", "1000"}, {"1.0", "1"}, {`"07"`, `"07"`}, {"!!str 123", `"123"`},
		{"2024-01-01", `"2024-01-01T00:00:00Z"`}, {"[&a {k: 1}, *a]", `[{"k":1},{"k":1}]`}, {"{<<: {k: 1}, l: 2}", `{"k":1,"l":2}`}, {"한국어", `"한국어"`}, {"=", `"="`},
	}
	var text strings.Builder
	for i, row := range rows {
		text.WriteString("  k" + string(rune('a'+i)) + ": " + row.yaml + "\n")
	}
	files := kustomization("resources: [a.yaml]", "a.yaml", "apiVersion: example.com/v1\nkind: Thing\nmetadata: {name: a}\nspec:\n"+text.String())
	fields, err := objectFields([]byte(mustRender(t, Request{Dir: writeTree(t, files)}).Objects[0].Raw))
	if err != nil {
		t.Fatal(err)
	}
	spec, err := objectFields(fields["spec"])
	if err != nil {
		t.Fatal(err)
	}
	for i, row := range rows {
		if got := spec["k"+string(rune('a'+i))]; !bytes.Equal(got, []byte(row.json)) {
			t.Errorf("%s: got %s, want %s", row.yaml, got, row.json)
		}
	}
}
