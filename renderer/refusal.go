package main

import (
	"errors"
	"fmt"
)

// Code names one reason for which a render is refused. Codes are stable: the console translates them.
type Code string

// Every code a response can carry. README.md says what each one means to a user.
const (
	CodeBadRequest            Code = "bad_request"
	CodePathNotFound          Code = "path_not_found"
	CodeFileNotFound          Code = "file_not_found"
	CodePathEscape            Code = "path_escape"
	CodeSymlinkEscape         Code = "symlink_escape"
	CodeAbsolutePath          Code = "absolute_path"
	CodeRemoteBase            Code = "remote_base"
	CodeIrregularFile         Code = "irregular_file"
	CodeTooManyFiles          Code = "too_many_files"
	CodeTooLargeFile          Code = "too_large_file"
	CodeTooLargeTotal         Code = "too_large_total"
	CodeTooManyDocuments      Code = "too_many_documents"
	CodeTooDeep               Code = "too_deep"
	CodeYAML                  Code = "yaml"
	CodeDuplicateKey          Code = "duplicate_key"
	CodeNotAnObject           Code = "not_an_object"
	CodeMissingKind           Code = "missing_kind"
	CodeMissingName           Code = "missing_name"
	CodeKustomize             Code = "kustomize"
	CodeKustomizeNotSupported Code = "kustomize_not_supported"
	CodeHelm                  Code = "helm"
	CodeHelmChart             Code = "helm_chart"
	CodeHelmValues            Code = "helm_values"
	CodeHelmMissingDependency Code = "helm_missing_dependency"
	CodeHelmSchemaRef         Code = "helm_schema_ref"
	CodeSourceOverride        Code = "source_override"
	CodeInternal              Code = "internal"
)

// Refusal is the only error a render ends with: a code for the program, an English detail for a person,
// and the place in the tree. File is relative to the tree or empty, Line counts from 1 or is 0. Limit is what was
// exceeded, in the unit of Limits, or 0. Shared says what Result.Shared says.
type Refusal struct {
	Code    Code
	Message string
	File    string
	Line    int
	Limit   int64
	Shared  bool
}

func (r *Refusal) Error() string { return r.Message }

// refuse builds a Refusal about file, which may be empty.
func refuse(code Code, file, format string, args ...any) *Refusal {
	return &Refusal{Code: code, Message: fmt.Sprintf(format, args...), File: file}
}

// exceed builds a Refusal about a limit. The format must have one verb for the limit, after those of args.
func exceed(code Code, file string, limit int64, format string, args ...any) *Refusal {
	refusal := refuse(code, file, format, append(args, limit)...)
	refusal.Limit = limit
	return refusal
}

// at returns a copy of r that names a place: the file and line on which a person has to act.
func (r *Refusal) at(file string, line int) *Refusal {
	placed := *r
	placed.File, placed.Line = file, line
	return &placed
}

// asRefusal returns err as a Refusal, wrapping errors that have no code of their own into fallback.
func asRefusal(err error, fallback Code, file string) *Refusal {
	var refusal *Refusal
	if errors.As(err, &refusal) {
		return refusal
	}
	return refuse(fallback, file, "%v", err)
}
