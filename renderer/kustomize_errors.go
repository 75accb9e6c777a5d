package main

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"
)

// explainKustomize finds the code and the place for an error of kustomize, which carries neither.
func explainKustomize(err error, found *scan, file string, dialled bool) *Refusal {
	var refusal *Refusal
	message := err.Error()
	switch {
	case errors.As(err, &refusal):
		return refusal
	case dialled || strings.Contains(message, "no 'git' program on path"):
		return refuse(CodeRemoteBase, file, "a plugin configuration names a place outside the repository: %s", message)
	case strings.Contains(message, "must specify --enable-helm"),
		strings.Contains(message, "external plugins disabled"),
		strings.Contains(message, "unable to load builtin"):
		return refuse(CodeKustomizeNotSupported, file, "generators and transformers that run programs are not supported: %s", message)
	}
	if broken := found.brokenFile(); broken != nil {
		return broken
	}
	if repeated := found.repeatedKey(); repeated != nil {
		return repeated
	}
	if match := unreadableResource.FindStringSubmatch(message); match != nil {
		message = match[1]
		if !strings.HasPrefix(message, "security; ") { // the reference is at fault then, not the file
			file = withoutBase(match[2], treeBase)
		}
	}
	return refuse(CodeKustomize, file, "%s", message)
}

// unreadableResource is how kustomize reports a resource file it cannot use: it then tries the file as a folder,
// and the message ends with the failure of that. The greedy start finds the innermost of nested messages.
var unreadableResource = regexp.MustCompile(`(?s)^.*accumulation err='(?:(?:accumulating|merging) resources from '[^']*': )?(.*)': must build at directory: '([^']*)': file is not directory$`)

// repeatedKey returns the first resource file with a key that stands twice in one mapping, or nil.
func (s *scan) repeatedKey() *Refusal {
	for _, file := range s.files {
		data, err := s.tree.readFile(file)
		if err != nil {
			continue
		}
		if decoded, err := decodeStream(file, data, s.tree.limits.Documents); err == nil && decoded.duplicate > 0 {
			return refuseDuplicate(file, decoded.duplicate)
		}
	}
	return nil
}

// brokenFile returns the first resource file that is no valid YAML to kustomize's parser, or nil.
func (s *scan) brokenFile() *Refusal {
	for _, file := range s.files {
		data, err := s.tree.readFile(file)
		if err != nil {
			continue
		}
		if _, err := checkText(file, data); err != nil {
			return asRefusal(err, CodeYAML, file)
		}
		decoder := yaml.NewDecoder(bytes.NewReader(data))
		for err == nil {
			err = decoder.Decode(new(yaml.Node))
		}
		if !errors.Is(err, io.EOF) {
			return refuse(CodeYAML, "", "%s", yamlErrorText(err)).at(file, yamlErrorLine(err, data, 1))
		}
	}
	return nil
}
