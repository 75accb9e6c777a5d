package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

// scalars are what kubectl makes of YAML text: it converts with sigs.k8s.io/yaml, which reads YAML 1.1 through
// go-yaml 2. Each row was compared with `kubectl label --local --filename … --output json`.
var scalars = []struct{ yaml, json string }{
	// Integers: a leading 0 or 0o is octal where the digits allow it, underscores are ignored.
	{"0644", "420"}, {"0o644", "420"}, {"0777", "511"}, {"012", "10"}, {"08", "8"}, {"0b11", "3"}, {"0x1F", "31"},
	{"1_000", "1000"}, {"1__0", "10"}, {"+1", "1"}, {"-0", "0"},
	// Base 60 is not read.
	{"22:22", `"22:22"`}, {"190:20:30", `"190:20:30"`},
	// All 64-bit integers survive; larger ones become floats.
	{"9007199254740993", "9007199254740993"}, {"9223372036854775807", "9223372036854775807"},
	{"18446744073709551615", "18446744073709551615"}, {"123456789012345678901", "123456789012345680000"},
	// Floats lose a superfluous fraction or exponent; one that does not fit stays text.
	{"1.0", "1"}, {"1.", "1"}, {".5", "0.5"}, {"0.1", "0.1"}, {"1e3", "1000"}, {"1E5", "100000"}, {"1.5e-7", "1.5e-7"},
	{"1e400", `"1e400"`},
	// Booleans have many names, also as keys.
	{"yes", "true"}, {"No", "false"}, {"on", "true"}, {"OFF", "false"}, {"y", "true"}, {"n", "false"}, {"TRUE", "true"},
	{`"true"`, `"true"`}, {"{y: 1}", `{"true":1}`}, {"{1: a, 1.5: b}", `{"1":"a","1.5":"b"}`},
	// Nothing has four names.
	{"~", "null"}, {"null", "null"}, {"Null", "null"}, {"", "null"},
	// Dates stay text.
	{"2024-01-01", `"2024-01-01"`}, {"2024-01-01T10:00:00Z", `"2024-01-01T10:00:00Z"`},
	// Tags and quoting.
	{"!!str 123", `"123"`}, {`!!int "7"`, "7"}, {"!!binary aGVsbG8=", `"hello"`}, {"!foo bar", `"bar"`},
	{"'it''s'", `"it's"`}, {`"tab\tnew"`, `"tab\tnew"`}, {"a#b", `"a#b"`}, {"http://x", `"http://x"`}, {"=", `"="`},
	// Anchors and merge keys.
	{"[&a {k: 1}, *a]", `[{"k":1},{"k":1}]`}, {"{<<: {k: 1}, l: 2}", `{"k":1,"l":2}`},
}

func TestScalarsAreReadAsKubectlReadsThem(t *testing.T) {
	for _, row := range scalars {
		decoded, err := decodeStream("s.yaml", []byte("v: "+row.yaml+"\n"), 10)
		if err != nil {
			t.Errorf("%s: %v", row.yaml, err)
			continue
		}
		if got, want := string(decoded.documents[0].json), `{"v":`+row.json+`}`; got != want {
			t.Errorf("%s: got %s, want %s", row.yaml, got, want)
		}
	}
}

func TestDocumentsAreSplitAsApimachinerySplitsThem(t *testing.T) {
	for _, text := range []string{
		"a: 1\n---\nb: 2\n", "---\na: 1\n", "a: 1\n---", "a: 1\n--- # comment\nb: 2", "\n\n---\n\n---\na: 1\n\n",
		"a: 1\r\n---\r\nb: 2\r\n", "a: |\n  ---\n  x\n---\nb: 2\n", "# only a comment\n", "",
	} {
		var want []string
		reader := utilyaml.NewYAMLReader(bufio.NewReader(strings.NewReader(text)))
		for {
			doc, err := reader.Read()
			if err != nil {
				break
			}
			converted, err := utilyaml.ToJSON(doc)
			if err != nil {
				t.Fatal(err)
			}
			if string(converted) != "null" {
				want = append(want, string(converted))
			}
		}
		decoded, err := decodeStream("s.yaml", []byte(text), 10)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		var got []string
		for _, doc := range decoded.documents {
			got = append(got, string(doc.json))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%q: got %v, want %v", text, got, want)
		}
	}
}

func TestAJSONFileIsAStreamOfValues(t *testing.T) {
	text := `{"a": 1}` + "\n" + `{"b": "\ud83d\ude00", "c": 9007199254740993}` + "\n---\nd: yes\n"
	decoded, err := decodeStream("s.json", []byte(text), 10)
	if err == nil || len(decoded.documents) != 2 {
		t.Fatalf("after two JSON values the rest must be JSON: %v %v", decoded.documents, err)
	}
	decoded, err = decodeStream("s.json", []byte(`{"a": 1}`+"\n---\nd: yes\n"), 10)
	if err != nil || len(decoded.documents) != 2 || string(decoded.documents[1].json) != `{"d":true}` {
		t.Fatalf("after one JSON value YAML may follow: %v %v", decoded.documents, err)
	}
	decoded, err = decodeStream("s.json", []byte("{a: 1, b: yes}\n"), 10)
	if err != nil || string(decoded.documents[0].json) != `{"a":1,"b":true}` {
		t.Fatalf("a YAML flow mapping only looks like JSON: %v %v", decoded.documents, err)
	}
}

func TestABrokenDocumentIsLocatedInItsFile(t *testing.T) {
	for _, row := range []struct {
		name, text string
		line       int
	}{
		{"a mapping that loses its indent", "a: 1\n---\nb: 2\nc:\n  d: 1\n e: 2\n", 6},
		{"a tab", "a:\n\tb: 1\n", 2},
		{"an unclosed quote", "a: 1\nb: \"x\n", 2},
		{"a list in a mapping", "a: 1\n---\n\nb: 2\n- c\n", 5},
		{"a separator with text", "a: 1\n--- b\n", 2},
		{"an unknown anchor", "a: 1\n---\nb: *gone\n", 3},
		{"a JSON error", "{\n  \"a\": 1,\n  \"b\": ]\n}\n", 3},
		{"a JSON text that ends early", "{\n  \"a\": 1,\n", 2},
		{"a second JSON value", "{\"a\": 1}\n{\"b\": 2}\n{\"c\": ]}\n", 3},
		{"a NUL byte", "a: 1\nb: \x00\n", 2},
		{"Latin-1", "a: 1\nb: caf\xe9\n", 2},
		{"a control character", "a: 1\nb: \x07\n", 1},
	} {
		_, err := decodeStream("x.yaml", []byte(row.text), 10)
		refusal := asRefusal(err, CodeInternal, "")
		if err == nil || refusal.Code != CodeYAML || refusal.File != "x.yaml" || refusal.Line != row.line {
			t.Errorf("%s: want line %d, got %s %s:%d (%s)", row.name, row.line, refusal.Code, refusal.File, refusal.Line, refusal.Message)
		}
	}
}

func TestHostileYAMLEndsAsAnError(t *testing.T) {
	bomb := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for _, name := range []string{"b", "c", "d", "e", "f", "g", "h", "i"} {
		previous := string(rune(name[0] - 1))
		bomb += name + ": &" + name + " [" + strings.Repeat("*"+previous+",", 8) + "*" + previous + "]\n"
	}
	for name, text := range map[string]string{
		"alias bomb":   bomb,
		"alias cycle":  "a: &a [*a]\n",
		"deep nesting": strings.Repeat("[", 20000) + strings.Repeat("]", 20000),
	} {
		if _, err := decodeStream("x.yaml", []byte(text), 10); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestPrototypeKeysAreOrdinaryKeys(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("__proto__: {isAdmin: true}\n"), 10)
	if err != nil || !json.Valid(decoded.documents[0].json) || !bytes.Contains(decoded.documents[0].json, []byte(`"__proto__"`)) {
		t.Fatalf("%v %v", decoded.documents, err)
	}
}

func TestAByteOrderMarkAndWindowsLinesAreFine(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("\xEF\xBB\xBFa: 1\r\n---\r\nb: |\r\n  x\r\n"), 10)
	if err != nil || len(decoded.documents) != 2 || string(decoded.documents[1].json) != `{"b":"x\n"}` {
		t.Fatalf("%v %v", decoded.documents, err)
	}
}

func TestARepeatedKeyIsReportedAndTheLastOneCounts(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("a: 1\n---\nb: 1\nb: 2\n"), 10)
	if err != nil || string(decoded.documents[1].json) != `{"b":2}` || decoded.duplicate != 4 {
		t.Fatalf("%v, line %d, %v", decoded.documents, decoded.duplicate, err)
	}
	decoded, err = decodeStream("x.yaml", []byte("base: &b {k: 1}\nx:\n  <<: *b\n  k: 2\n"), 10)
	if err != nil || decoded.duplicate != 0 {
		t.Fatalf("overriding a merged key is no mistake: line %d, %v", decoded.duplicate, err)
	}
}
