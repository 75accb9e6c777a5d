package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"strconv"
	"strings"

	utilyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// document is one non-empty document of a file, as JSON.
type document struct {
	json []byte
	line int // the line of the file on which it starts
}

// stream is a decoded file. duplicate is the line of the first key that stands twice in one mapping, or 0.
type stream struct {
	documents []document
	duplicate int
}

// decodeStream reads a file of YAML or JSON documents as kubectl does (apimachinery's YAMLOrJSONDecoder): a
// text that starts with "{" is a sequence of JSON values until that fails, everything else is YAML documents
// between lines that start with "---", converted by sigs.k8s.io/yaml. Of a key that stands twice the last one
// counts. On an error the documents before it are returned too.
func decodeStream(file string, data []byte, maximum int) (stream, error) {
	data, err := checkText(file, data)
	if err != nil {
		return stream{}, err
	}
	d := decoder{file: file, data: data, maximum: maximum, lines: lineCounter{data: data, line: 1}}
	rest := 0
	var jsonErr error
	if utilyaml.IsJSONBuffer(data) {
		rest, jsonErr = d.jsonValues()
		if jsonErr != nil && len(d.out.documents) > 1 { // surely JSON: do not try YAML
			return d.out, jsonErr
		}
	}
	if err := d.yamlDocuments(rest); err != nil {
		if jsonErr != nil {
			return d.out, jsonErr
		}
		return d.out, err
	}
	return d.out, nil
}

type decoder struct {
	file    string
	data    []byte
	maximum int
	lines   lineCounter
	out     stream
}

// jsonValues decodes JSON values from the start of the data and returns the offset at which it stopped.
func (d *decoder) jsonValues() (int, error) {
	reader := json.NewDecoder(bytes.NewReader(d.data))
	for {
		start := int(reader.InputOffset())
		var raw json.RawMessage
		err := reader.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return len(d.data), nil
		}
		if err != nil {
			return start, refuse(CodeYAML, "", "%v", err).at(d.file, d.jsonLine(start, err))
		}
		if d.out.duplicate == 0 {
			if at := repeatedJSONKey(raw); at >= 0 {
				d.out.duplicate = lineAt(d.data, int(reader.InputOffset())-len(raw)+at)
			}
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return start, refuse(CodeYAML, "", "%v", err).at(d.file, lineAt(d.data, start))
		}
		if err := d.add(compact.Bytes(), d.lines.at(int(reader.InputOffset())-len(raw))); err != nil {
			return start, err
		}
	}
}

// jsonLine finds the line of a JSON error; the decoder's offset counts from the start of the stream.
func (d *decoder) jsonLine(start int, err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return lineAt(d.data, int(syntax.Offset)-1)
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return lineAt(d.data, len(bytes.TrimRight(d.data, "\r\n\t ")))
	}
	return lineAt(d.data, start)
}

// yamlDocuments decodes the YAML documents from offset on. A line that starts with "---" separates them; only a
// comment may follow on that line (apimachinery's YAMLReader).
func (d *decoder) yamlDocuments(offset int) error {
	start, line := offset, d.lines.at(offset)
	for at, next := offset, 0; at < len(d.data); at = next {
		next = len(d.data)
		if end := bytes.IndexByte(d.data[at:], '\n'); end >= 0 {
			next = at + end + 1
		}
		text := d.data[at:next]
		if !bytes.HasPrefix(text, []byte("---")) {
			continue
		}
		here := d.lines.at(at)
		if after := strings.TrimSpace(string(text[3:])); after != "" && after[0] != '#' {
			return refuse(CodeYAML, "", `invalid document separator: only a comment may follow "---" on its line`).at(d.file, here)
		}
		if err := d.yamlDocument(d.data[start:at], line); err != nil {
			return err
		}
		start, line = next, here+1
	}
	return d.yamlDocument(d.data[start:], line)
}

func (d *decoder) yamlDocument(text []byte, line int) error {
	converted, err := yaml.YAMLToJSONStrict(text)
	if err != nil && strings.Contains(err.Error(), "already set in map") {
		if d.out.duplicate == 0 {
			d.out.duplicate = repeatedYAMLKey(err, text, line)
		}
		converted, err = yaml.YAMLToJSON(text)
	}
	if err != nil {
		return refuse(CodeYAML, "", "%s", yamlErrorText(err)).at(d.file, yamlErrorLine(err, text, line))
	}
	return d.add(converted, line+leadingBlankLines(text))
}

func (d *decoder) add(text []byte, line int) error {
	if string(text) == "null" {
		return nil
	}
	if len(d.out.documents) >= d.maximum {
		return exceed(CodeTooManyDocuments, "", int64(d.maximum), "more than %d documents").at(d.file, line)
	}
	d.out.documents = append(d.out.documents, document{json: text, line: line})
	return nil
}

// leadingBlankLines counts the blank and comment lines before the content, so that a document is located where
// a person sees it begin.
func leadingBlankLines(text []byte) int {
	count := 0
	for line := range bytes.Lines(text) {
		if trimmed := bytes.TrimSpace(line); len(trimmed) > 0 && trimmed[0] != '#' {
			return count
		}
		count++
	}
	return 0
}

var (
	yamlLine   = regexp.MustCompile(`line (\d+): `)
	yamlPrefix = regexp.MustCompile(`^(cannot unmarshal yaml document: )?(error converting YAML to JSON: )?yaml: (line \d+: )?`)
	// The parser, unlike the scanner, counts lines from 0 in its messages.
	yamlParserError = regexp.MustCompile(`: (did not find expected (node content|'-' indicator|key|<document start>|',' or)|found undefined tag handle)`)
)

// yamlErrorLine converts the line an error of the YAML library names, which counts from the start of text, to a
// line of the file in which text starts on line start. Errors without a line are located at the start.
func yamlErrorLine(err error, text []byte, start int) int {
	match := yamlLine.FindStringSubmatch(err.Error())
	if match == nil {
		return start
	}
	number, convErr := strconv.Atoi(match[1])
	if convErr != nil {
		return start
	}
	if yamlParserError.MatchString(err.Error()) {
		number++
	}
	last := lineAt(text, len(bytes.TrimRight(text, "\r\n\t "))) // the end of the text is reported as a line after it
	return start + min(number, last) - 1
}

// yamlErrorText is the message without the parts that Refusal carries separately.
func yamlErrorText(err error) string {
	return yamlPrefix.ReplaceAllString(err.Error(), "")
}
