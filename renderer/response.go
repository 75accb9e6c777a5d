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
}

// WarningCode names something a user should know about a render that succeeded.
type WarningCode string

// Every warning code a response can carry; README.md says what each one means.
const (
	WarnNoObjects      WarningCode = "no_objects"
	WarnSkippedFile    WarningCode = "skipped_file"
	WarnDuplicateKey   WarningCode = "duplicate_key"
	WarnAmbiguousKind  WarningCode = "ambiguous_kind"
	WarnOptionsIgnored WarningCode = "options_ignored"
	WarnKustomize      WarningCode = "kustomize"
	WarnHelm           WarningCode = "helm"
)

// Warning is a remark about a successful render.
type Warning struct {
	Code    WarningCode `json:"code"`
	Message string      `json:"message"`
	File    string      `json:"file"`
}

// Result is what a render produces when it is not refused.
type Result struct {
	Kind     Kind
	Objects  []Object
	Warnings []Warning
}

type okResponse struct {
	OK       bool      `json:"ok"`
	Version  string    `json:"version"`
	Kind     Kind      `json:"kind"`
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
}

// writeResult writes the response of a render of the tree at dir.
func writeResult(out io.Writer, dir string, result Result) error {
	response := okResponse{OK: true, Version: fullVersion(), Kind: result.Kind, Objects: result.Objects, Warnings: result.Warnings}
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
