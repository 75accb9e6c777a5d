package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
)

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

func TestR15PrototypeKeysAreOrdinaryKeys(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("__proto__: {isAdmin: true}\n"), 10)
	if err != nil || !json.Valid(decoded.documents[0].json) || !bytes.Contains(decoded.documents[0].json, []byte(`"__proto__"`)) {
		t.Fatalf("%v %v", decoded.documents, err)
	}
}

func TestR17AByteOrderMarkAndWindowsLinesAreFine(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("\xEF\xBB\xBFa: 1\r\n---\r\nb: |\r\n  x\r\n"), 10)
	if err != nil || len(decoded.documents) != 2 || string(decoded.documents[1].json) != `{"b":"x\n"}` {
		t.Fatalf("%v %v", decoded.documents, err)
	}
}

func TestR14ARepeatedKeyIsLocated(t *testing.T) {
	decoded, err := decodeStream("x.yaml", []byte("a: 1\n---\nb: 1\nb: 2\n"), 10)
	if err != nil || string(decoded.documents[1].json) != `{"b":2}` || decoded.duplicate != 4 {
		t.Fatalf("%v, line %d, %v", decoded.documents, decoded.duplicate, err)
	}
	for text, line := range map[string]int{
		"base: &b {k: 1}\nx:\n  <<: *b\n  k: 2\n":                0, // overriding a merged key is no mistake
		"base: &b {k: 1}\nx:\n  <<: *b\n  k: 2\n  k: 3\n":        5,
		"yes: 1\ntrue: 2\n":                                      2, // two spellings of one key
		"{\"a\": {\"b\": [{\"c\": 1}], \"b\": 2}}":               1,
		"{\"a\": 1,\n\"b\": {\"a\": [\"a\", \"a\"]},\n\"a\": 2}": 3,
		"{\"a\": {\"x\": 1}, \"b\": {\"x\": 1}}":                 0,
	} {
		if decoded, err := decodeStream("x.yaml", []byte(text), 10); err != nil || decoded.duplicate != line {
			t.Errorf("%q: line %d, %v", text, decoded.duplicate, err)
		}
	}
}
