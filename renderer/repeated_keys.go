package main

import (
	"bytes"
	"encoding/json"

	"go.yaml.in/yaml/v3"
)

// repeatedYAMLKey returns the line of the first key that stands twice in one mapping of a document which strict
// decoding refused with err, or 0. Strict decoding also refuses a key that the merge key "<<" brings as well,
// which is what merging is for.
func repeatedYAMLKey(err error, text []byte, start int) int {
	var document yaml.Node
	if yaml.Unmarshal(text, &document) != nil {
		return yamlErrorLine(err, text, start)
	}
	if line := repeatedNodeKey(&document); line > 0 {
		return start + line - 1
	}
	if bytes.Contains(text, []byte("<<")) {
		return 0
	}
	return yamlErrorLine(err, text, start) // two spellings of one key, such as yes and true
}

func repeatedNodeKey(node *yaml.Node) int {
	seen := map[string]bool{}
	for i, child := range node.Content {
		if node.Kind == yaml.MappingNode && i%2 == 0 && child.Kind == yaml.ScalarNode {
			if seen[child.Value] {
				return child.Line
			}
			seen[child.Value] = true
		}
		if line := repeatedNodeKey(child); line > 0 {
			return line
		}
	}
	return 0
}

// repeatedJSONKey returns the offset behind the first key that stands twice in one object of a JSON value, or -1.
func repeatedJSONKey(text []byte) int {
	type level struct {
		keys  map[string]bool // nil in a list
		isKey bool            // whether the next token is one
	}
	var levels []level
	decoder := json.NewDecoder(bytes.NewReader(text))
	for {
		token, err := decoder.Token()
		if err != nil {
			return -1
		}
		top := len(levels) - 1
		if key, isText := token.(string); isText && top >= 0 && levels[top].isKey {
			if levels[top].keys[key] {
				return int(decoder.InputOffset())
			}
			levels[top].keys[key], levels[top].isKey = true, false
			continue
		}
		if top >= 0 {
			levels[top].isKey = levels[top].keys != nil
		}
		switch token {
		case json.Delim('{'):
			levels = append(levels, level{keys: map[string]bool{}, isKey: true})
		case json.Delim('['):
			levels = append(levels, level{})
		case json.Delim('}'), json.Delim(']'):
			levels = levels[:top]
		}
	}
}
