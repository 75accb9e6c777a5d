package main

import (
	"io/fs"
	"path"
	"strings"
)

// maxEntries bounds a walk over a tree whose folders link to one another, where depth alone does not.
const maxEntries = 100_000

// visit is called for every entry below the start of a walk with its name relative to that start. For a
// folder the result says whether to go into it; for a file it is ignored.
type visit func(relative string, info fs.FileInfo) (descend bool, err error)

// walk calls visit for everything below dir in lexical order. Symbolic links are followed inside the tree and
// refused where they leave it. Git's own folder is not content and is left out.
func (t *tree) walk(dir string, visit visit) error {
	real, err := t.resolve(dir)
	if err != nil {
		return err
	}
	w := walker{tree: t, visit: visit}
	return w.folder(real, "", 0)
}

type walker struct {
	tree    *tree
	visit   visit
	entries int
}

// folder walks the folder whose real name is real and whose name below the start is relative.
func (w *walker) folder(real, relative string, depth int) error {
	if depth > w.tree.limits.Depth {
		return exceed(CodeTooDeep, real, int64(w.tree.limits.Depth), "%q is nested more than %d folders deep", real)
	}
	names, err := w.tree.list(real)
	if err != nil {
		return err
	}
	for _, name := range names {
		if name == ".git" {
			continue
		}
		if w.entries++; w.entries > maxEntries {
			return exceed(CodeTooManyFiles, real, maxEntries, "the folder holds more than %d entries")
		}
		child := path.Join(relative, name)
		target, info, err := w.tree.stat(path.Join(real, name))
		if err != nil {
			return err
		}
		descend, err := w.visit(child, info)
		if err != nil {
			return err
		}
		if info.IsDir() && descend {
			if err := w.folder(target, child, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// below joins name to dir for display: the start of a walk may be the tree itself.
func below(dir, name string) string {
	return strings.TrimPrefix(path.Join(dir, name), "./")
}
