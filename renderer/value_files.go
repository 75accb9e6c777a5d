package main

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// valueFiles returns the values files of a request in the order in which they are merged. Names are relative to
// the chart and may lead elsewhere in the tree. A name with *, ** (any number of folders), ? or [ stands for every
// file that matches, in lexical order; a file that is also named by itself counts at that place, and no file
// counts twice. A missing file, or a pattern without match, is refused unless the request ignores it. All of
// this is Argo CD's rule.
func valueFiles(t *tree, request Request) ([]string, error) {
	v := valueFileList{tree: t, dir: request.Path, ignoreMissing: request.Helm.IgnoreMissingValueFiles}
	for _, name := range request.Helm.ValueFiles {
		if err := checkValueFile(name); err != nil {
			return nil, err
		}
		if file := path.Join(v.dir, name); !v.isPattern(file) {
			v.named = append(v.named, file)
		}
	}
	for _, name := range request.Helm.ValueFiles {
		if err := v.add(path.Join(v.dir, name)); err != nil {
			return nil, err
		}
	}
	return v.files, nil
}

func checkValueFile(name string) error {
	if isRemote(name) {
		return refuse(CodeRemoteBase, "", "the values file %q is not a file of the repository", name)
	}
	if path.IsAbs(name) {
		return refuse(CodeAbsolutePath, "", "the values file %q is an absolute path; paths are relative to the chart", name)
	}
	return nil
}

type valueFileList struct {
	tree          *tree
	dir           string
	ignoreMissing bool
	named         []string // files that are named by themselves
	files         []string
}

// isPattern says whether a name stands for other files. A file may have such a name itself.
func (v *valueFileList) isPattern(name string) bool {
	return strings.ContainsAny(name, "*?[") && !v.tree.isFile(name)
}

func (v *valueFileList) add(name string) error {
	if v.isPattern(name) {
		return v.addMatches(name)
	}
	if _, err := v.tree.resolve(name); err != nil {
		if v.ignoreMissing && asRefusal(err, CodeInternal, "").Code == CodeFileNotFound {
			return nil
		}
		return err
	}
	v.append(name)
	return nil
}

func (v *valueFileList) addMatches(pattern string) error {
	base, rest := doublestar.SplitPattern(pattern)
	if !doublestar.ValidatePattern(rest) {
		return refuse(CodeBadRequest, "", "%q is not a valid file pattern", pattern)
	}
	matches, err := v.matches(base, rest)
	if err != nil {
		return err
	}
	if len(matches) == 0 && !v.ignoreMissing {
		return refuse(CodeFileNotFound, pattern, "no values file matches %q", pattern)
	}
	for _, file := range matches {
		if !slices.Contains(v.named, file) {
			v.append(file)
		}
	}
	return nil
}

// matches returns the files below base that a pattern matches. A folder that does not exist holds none.
func (v *valueFileList) matches(base, pattern string) ([]string, error) {
	var files []string
	err := v.tree.walk(base, func(relative string, info fs.FileInfo) (bool, error) {
		if info.Mode().IsRegular() && doublestar.MatchUnvalidated(pattern, relative) {
			files = append(files, below(base, relative))
		}
		return true, nil
	})
	if err != nil && asRefusal(err, CodeInternal, "").Code == CodeFileNotFound && !v.tree.isDir(base) {
		return nil, nil
	}
	slices.Sort(files)
	return files, err
}

func (v *valueFileList) append(file string) {
	if !slices.Contains(v.files, file) {
		v.files = append(v.files, file)
	}
}
