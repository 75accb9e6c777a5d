package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"strings"
)

// maxNesting bounds mappings and lists inside one object. The API server refuses far less than the YAML
// parser's 10,000, and readers that walk an object recursively need a bound they can rely on.
const maxNesting = 500

// collector turns documents into objects, in order, within the limits.
type collector struct {
	limits  Limits
	objects []Object
}

// add appends the objects of one document of source: the document itself, or the items of a List.
func (c *collector) add(source string, doc document) error {
	if depth := nesting(doc.json); depth > maxNesting {
		return exceed(CodeTooDeep, "", maxNesting, "the object is nested more than %d levels deep").at(source, doc.line)
	}
	if err := c.flatten(source, doc.json, 0); err != nil {
		return asRefusal(err, CodeNotAnObject, source).at(source, doc.line)
	}
	return nil
}

// addAll appends the objects of every document of source.
func (c *collector) addAll(source string, docs []document) error {
	for _, doc := range docs {
		if err := c.add(source, doc); err != nil {
			return err
		}
	}
	return nil
}

// addRendered appends the objects of text that a tool produced from source. Lines of that text are lines of no
// file, so they appear in messages only. A repeated key is a warning here: many published charts produce some,
// which Helm accepts, and whoever deploys them cannot mend them.
func (c *collector) addRendered(source, text string) ([]Warning, error) {
	decoded, err := decodeStream(source, []byte(text), c.limits.Documents)
	if err != nil {
		refusal := asRefusal(err, CodeYAML, source)
		if refusal.Code == CodeYAML {
			refusal = refuse(CodeYAML, source, "the output is not valid YAML, at its line %d: %s", refusal.Line, refusal.Message)
		}
		return nil, refusal.at(source, 0)
	}
	for _, doc := range decoded.documents {
		if err := c.add(source, doc); err != nil {
			return nil, asRefusal(err, CodeNotAnObject, source).at(source, 0)
		}
	}
	if decoded.duplicate == 0 {
		return nil, nil
	}
	message := fmt.Sprintf("line %d of its output repeats a key of the same mapping; only the last one counts", decoded.duplicate)
	return []Warning{{Code: WarnDuplicateKey, Message: message, File: source}}, nil
}

// refuseDuplicate refuses a file that says two things about one key. kubectl silently takes the last one, which
// is a value that a person wrote and that would be lost.
func refuseDuplicate(file string, line int) *Refusal {
	return refuse(CodeDuplicateKey, "", "the line repeats a key of the same mapping").at(file, line)
}

func (c *collector) flatten(source string, text []byte, depth int) error {
	if depth > c.limits.Depth {
		return exceed(CodeTooDeep, "", int64(c.limits.Depth), "Lists are nested more than %d deep")
	}
	fields, err := objectFields(text)
	if err != nil {
		return err
	}
	object, err := identify(source, text, fields)
	if err != nil {
		return err
	}
	if items, isList := listItems(object.Kind, fields); isList {
		return c.flattenItems(source, object, items, depth)
	}
	if object.Name == "" && object.GenerateName == "" {
		return refuse(CodeMissingName, "", "%s has no metadata.name", object.Kind)
	}
	if len(c.objects) >= c.limits.Documents {
		return exceed(CodeTooManyDocuments, "", int64(c.limits.Documents), "more than %d objects")
	}
	c.objects = append(c.objects, object)
	return nil
}

func (c *collector) flattenItems(source string, list Object, items []json.RawMessage, depth int) error {
	for _, item := range items {
		if string(item) == "null" {
			continue
		}
		typed, err := withListType(item, list)
		if err != nil {
			return err
		}
		if err := c.flatten(source, typed, depth+1); err != nil {
			return err
		}
	}
	return nil
}

// listItems returns the items of a List: an object whose kind ends in List and that has an array of items.
func listItems(kind string, fields map[string]json.RawMessage) ([]json.RawMessage, bool) {
	if !strings.HasSuffix(kind, "List") {
		return nil, false
	}
	var items []json.RawMessage
	if raw, ok := fields["items"]; !ok || json.Unmarshal(raw, &items) != nil {
		return nil, false
	}
	return items, true
}

// withListType gives an item of a typed list, such as a ConfigMapList, the kind and apiVersion it may leave
// out, as apimachinery's unstructured decoder does.
func withListType(item json.RawMessage, list Object) (json.RawMessage, error) {
	itemKind := strings.TrimSuffix(list.Kind, "List")
	if itemKind == "" {
		return item, nil
	}
	fields, err := objectFields(item)
	if err != nil || fields["kind"] != nil {
		return item, err
	}
	typed := maps.Clone(fields)
	if typed["kind"], err = json.Marshal(itemKind); err != nil {
		return nil, err
	}
	if typed["apiVersion"], err = json.Marshal(list.APIVersion); err != nil {
		return nil, err
	}
	return json.Marshal(typed)
}

// objectFields splits a JSON object into its fields. Names are compared exactly, as the API server does.
func objectFields(text []byte) (map[string]json.RawMessage, error) {
	if trimmed := bytes.TrimSpace(text); len(trimmed) == 0 || trimmed[0] != '{' {
		return nil, refuse(CodeNotAnObject, "", "a Kubernetes object is a mapping with apiVersion, kind and metadata; this is %s", jsonType(trimmed))
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(text, &fields); err != nil {
		return nil, err
	}
	return fields, nil
}

// identify reads what names an object.
func identify(source string, text []byte, fields map[string]json.RawMessage) (Object, error) {
	object := Object{Source: source, Raw: string(text)}
	var err error
	if object.APIVersion, err = textField(fields, "apiVersion", CodeMissingKind); err != nil {
		return object, err
	}
	if object.Kind, err = textField(fields, "kind", CodeMissingKind); err != nil {
		return object, err
	}
	if object.Kind == "" || object.APIVersion == "" {
		missing := "kind"
		if object.APIVersion == "" {
			missing = "apiVersion"
		}
		return object, refuse(CodeMissingKind, "", "the object has no %s", missing)
	}
	raw, ok := fields["metadata"]
	if !ok || string(raw) == "null" {
		return object, nil
	}
	metadata, err := objectFields(raw)
	if err != nil {
		return object, refuse(CodeNotAnObject, "", "metadata of %s is not a mapping", object.Kind)
	}
	if object.Name, err = textField(metadata, "name", CodeMissingName); err != nil {
		return object, err
	}
	if object.Namespace, err = textField(metadata, "namespace", CodeNotAnObject); err != nil {
		return object, err
	}
	object.GenerateName, err = textField(metadata, "generateName", CodeNotAnObject)
	return object, err
}

// textField returns a field that must be text, "" when it is absent.
func textField(fields map[string]json.RawMessage, name string, code Code) (string, error) {
	raw, ok := fields[name]
	if !ok || string(raw) == "null" {
		return "", nil
	}
	var text string
	if err := json.Unmarshal(raw, &text); err != nil {
		return "", refuse(code, "", "%s must be text but is %s; put it in quotes", name, jsonType(raw))
	}
	return text, nil
}

func jsonType(text []byte) string {
	switch {
	case len(text) == 0 || text[0] == 'n':
		return "empty"
	case text[0] == '{':
		return "a mapping"
	case text[0] == '[':
		return "a list"
	case text[0] == '"':
		return "text"
	case text[0] == 't' || text[0] == 'f':
		return "a boolean"
	default:
		return "a number"
	}
}

// nesting returns how deep mappings and lists are nested in a JSON text.
func nesting(text []byte) int {
	depth, deepest, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepest
}
