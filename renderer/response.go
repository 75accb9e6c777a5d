package main

import (
	"encoding/json"
	"io"
	"strings"
	"unicode"
)

const (
	maxMessage  = 4000 // characters of a refusal or warning
	maxWarnings = 100  // a folder of a thousand odd files must not drown the one that matters
)

// Object is one Kubernetes object. Raw is its JSON text: a string, so that integers beyond 2^53 survive a
// JavaScript reader. Source is the file, relative to the tree, a person would open to change the object.
type Object struct {
	Source       string `json:"source"`
	Raw          string `json:"raw"`
	APIVersion   string `json:"apiVersion"`
	Kind         string `json:"kind"`
	Name         string `json:"name"`
	Namespace    string `json:"namespace"`
	GenerateName string `json:"generateName"`
	// Unstable lists, as JSON pointers, the fields that a second rendering of the same chart gave other values;
	// "" is the object as a whole.
	Unstable []string `json:"unstable,omitempty"`
}

// WarningCode names something a user should know about a render that succeeded.
type WarningCode string

// Every warning code a response can carry; README.md says what each one means.
const (
	WarnNoObjects        WarningCode = "no_objects"
	WarnSkippedFile      WarningCode = "skipped_file"
	WarnDuplicateKey     WarningCode = "duplicate_key"
	WarnNotDeterministic WarningCode = "not_deterministic"
	WarnAmbiguousKind    WarningCode = "ambiguous_kind"
	WarnOptionsIgnored   WarningCode = "options_ignored"
	WarnKustomize        WarningCode = "kustomize"
	WarnHelm             WarningCode = "helm"
)

// Warning is a remark about a successful render. Object is the "Kind/name" it is about, if it is about one.
type Warning struct {
	Code    WarningCode `json:"code"`
	Message string      `json:"message"`
	File    string      `json:"file"`
	Object  string      `json:"object,omitempty"`
}

// Result is what a render produces when it is not refused. Shared says that name, namespace and Kubernetes
// version of the request had no part in it: every deployment with the same source gets the same.
type Result struct {
	Kind     Kind
	Shared   bool
	Objects  []Object
	Warnings []Warning
}

type okResponse struct {
	OK       bool      `json:"ok"`
	Version  string    `json:"version"`
	Kind     Kind      `json:"kind"`
	Shared   bool      `json:"shared"`
	Objects  []Object  `json:"objects"`
	Warnings []Warning `json:"warnings"`
}

type refusalResponse struct {
	OK      bool   `json:"ok"`
	Version string `json:"version"`
	Code    Code   `json:"code"`
	Message string `json:"message"`
	File    string `json:"file"`
	Line    int    `json:"line"`
	Limit   int64  `json:"limit"`
	Shared  bool   `json:"shared"`
}

// writeResult writes the response of a render of the tree at dir.
func writeResult(out io.Writer, dir string, result Result) error {
	response := okResponse{OK: true, Version: fullVersion(), Kind: result.Kind, Shared: result.Shared, Objects: result.Objects, Warnings: result.Warnings}
	if response.Objects == nil {
		response.Objects = []Object{}
	}
	response.Warnings = response.Warnings[:min(len(response.Warnings), maxWarnings)]
	if response.Warnings == nil {
		response.Warnings = []Warning{}
	}
	for i := range response.Warnings {
		response.Warnings[i].Message = presentable(response.Warnings[i].Message, dir)
	}
	return encode(out, response)
}

// writeRefusal writes the response of a refused render of the tree at dir, which may be empty.
func writeRefusal(out io.Writer, dir string, refusal *Refusal) error {
	return encode(out, refusalResponse{
		Version: fullVersion(), Code: refusal.Code, Message: presentable(refusal.Message, dir), File: refusal.File, Line: refusal.Line,
		Limit: refusal.Limit, Shared: refusal.Shared,
	})
}

func encode(out io.Writer, response any) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(response)
}

// presentable makes a library's message fit for a screen: no path outside the tree, no control character
// (repository content could carry terminal escapes), bounded length.
func presentable(message, dir string) string {
	message = withoutBase(message, treeBase)
	if dir != "" {
		message = withoutBase(message, strings.TrimRight(dir, "/"))
	}
	message = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, message)
	message = strings.TrimSpace(message)
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage-1]) + "…"
	}
	return message
}

func withoutBase(message, base string) string {
	return strings.ReplaceAll(strings.ReplaceAll(message, base+"/", ""), base, ".")
}
