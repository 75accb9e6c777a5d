package main

import (
	"errors"
	"io/fs"
	"path"
	"path/filepath"
	"strings"

	"sigs.k8s.io/kustomize/kyaml/filesys"
)

// treeBase is where the tree stands in the file system that kustomize sees. The name is made up, so that
// kustomize's messages cannot contain a real path, and a path above it is recognised as leaving the tree.
const treeBase = "/@tree"

var errReadOnly = errors.New("the file system is read-only")

// rootFS is kustomize's view of the tree: read-only, and nothing else exists. Kustomize's own load restriction
// covers files only, so without this a base such as ../../../etc would be read.
type rootFS struct {
	tree    *tree
	edited  map[string][]byte // real names whose content is replaced
	refusal *Refusal          // the first limit or escape met; kustomize loses the error's type on its way
}

var _ filesys.FileSystem = (*rootFS)(nil)

// resolve returns the real name in the tree for a path of kustomize.
func (f *rootFS) resolve(name string) (string, error) {
	if !path.IsAbs(name) {
		name = path.Join(treeBase, name)
	}
	name = path.Clean(name)
	if name == treeBase {
		return ".", nil
	}
	inside, ok := strings.CutPrefix(name, treeBase+"/")
	if !ok {
		return "", f.note(refuse(CodePathEscape, "", "%q leaves the repository", name))
	}
	real, err := f.tree.resolve(inside)
	return real, f.note(err)
}

// note remembers refusals that must end the render. A missing file is not one: kustomize tries several names.
func (f *rootFS) note(err error) error {
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Code != CodeFileNotFound && f.refusal == nil {
		f.refusal = refusal
	}
	return err
}

// ReadFile returns the content of a file, or its edited content.
func (f *rootFS) ReadFile(name string) ([]byte, error) {
	real, err := f.resolve(name)
	if err != nil {
		return nil, err
	}
	if data, ok := f.edited[real]; ok {
		return data, nil
	}
	if f.tree.isDir(real) { // kustomize tries every resource as a file first
		return nil, refuse(CodeFileNotFound, real, "%q is a folder", real)
	}
	data, err := f.tree.readFile(real)
	return data, f.note(err)
}

// CleanedAbs returns the folder and file name of a path with links followed; the file name of a folder is "".
func (f *rootFS) CleanedAbs(name string) (filesys.ConfirmedDir, string, error) {
	real, err := f.resolve(name)
	if err != nil {
		return "", "", err
	}
	if f.tree.isDir(real) {
		return filesys.ConfirmedDir(path.Join(treeBase, real)), "", nil
	}
	return filesys.ConfirmedDir(path.Join(treeBase, path.Dir(real))), path.Base(real), nil
}

// Exists says whether the path names something in the tree.
func (f *rootFS) Exists(name string) bool {
	_, err := f.resolve(name)
	return err == nil
}

// IsDir says whether the path names a folder of the tree.
func (f *rootFS) IsDir(name string) bool {
	real, err := f.resolve(name)
	return err == nil && f.tree.isDir(real)
}

// ReadDir returns the sorted names in a folder.
func (f *rootFS) ReadDir(name string) ([]string, error) {
	real, err := f.resolve(name)
	if err != nil {
		return nil, err
	}
	names, err := f.tree.list(real)
	return names, f.note(err)
}

// The rest of the interface is not used by a build: kustomize writes, walks and globs in other commands only.

func (f *rootFS) Open(string) (filesys.File, error)    { return nil, fs.ErrInvalid }
func (f *rootFS) Glob(string) ([]string, error)        { return nil, fs.ErrInvalid }
func (f *rootFS) Walk(string, filepath.WalkFunc) error { return fs.ErrInvalid }
func (f *rootFS) Create(string) (filesys.File, error)  { return nil, errReadOnly }
func (f *rootFS) Mkdir(string) error                   { return errReadOnly }
func (f *rootFS) MkdirAll(string) error                { return errReadOnly }
func (f *rootFS) RemoveAll(string) error               { return errReadOnly }
func (f *rootFS) WriteFile(string, []byte) error       { return errReadOnly }
