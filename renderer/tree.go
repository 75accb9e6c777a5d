package main

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"sort"
	"strings"
	"syscall"
)

// maxLinks is how many symbolic links one path may pass through, the limit Linux itself uses.
const maxLinks = 40

// tree is the checked-out folder and the only door through which a render reads files. Names are slash
// separated and relative to the folder. Nothing outside can be reached: names are resolved by resolve, and
// every access goes through os.Root, which holds even if the folder changes meanwhile.
type tree struct {
	root    *os.Root
	limits  Limits
	counted map[string]bool // files already counted against the limits
	bytes   int64
}

// openTree opens the folder at dir, an absolute path.
func openTree(dir string, limits Limits) (*tree, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, refuse(CodeBadRequest, "", "the checked-out tree cannot be opened: %v", reason(err))
	}
	return &tree{root: root, limits: limits, counted: map[string]bool{}}, nil
}

func (t *tree) close() { t.root.Close() }

// resolve returns the real name of an existing file or folder: cleaned, with every symbolic link followed.
// It refuses absolute names, names and links that leave the tree, and names that do not exist.
func (t *tree) resolve(name string) (string, error) {
	if path.IsAbs(name) {
		return "", refuse(CodeAbsolutePath, "", "%q is an absolute path; paths are relative to the repository", name)
	}
	clean := path.Clean(name)
	if clean == ".." || strings.HasPrefix(clean, "../") {
		return "", refuse(CodePathEscape, "", "%q leaves the repository", name)
	}
	real, rest := ".", strings.Split(clean, "/")
	for links := 0; len(rest) > 0; {
		part := rest[0]
		rest = rest[1:]
		next := path.Join(real, part)
		info, err := t.root.Lstat(next)
		if err != nil {
			return "", pathError(name, err)
		}
		if info.Mode()&fs.ModeSymlink == 0 {
			real = next
			continue
		}
		if links++; links > maxLinks {
			return "", refuse(CodeSymlinkEscape, next, "%q passes through more than %d symbolic links", name, maxLinks)
		}
		target, err := t.linkTarget(next)
		if err != nil {
			return "", err
		}
		real, rest = ".", append(strings.Split(target, "/"), rest...)
	}
	return real, nil
}

// linkTarget returns where the link at name points, relative to the tree.
func (t *tree) linkTarget(name string) (string, error) {
	target, err := t.root.Readlink(name)
	if err != nil {
		return "", pathError(name, err)
	}
	joined := path.Join(path.Dir(name), target)
	if path.IsAbs(target) || joined == ".." || strings.HasPrefix(joined, "../") {
		return "", refuse(CodeSymlinkEscape, name, "%q is a symbolic link to a place outside the repository", name)
	}
	return joined, nil
}

// stat returns the real name of name and what is there.
func (t *tree) stat(name string) (string, fs.FileInfo, error) {
	real, err := t.resolve(name)
	if err != nil {
		return "", nil, err
	}
	info, err := t.root.Lstat(real)
	if err != nil {
		return "", nil, pathError(name, err)
	}
	return real, info, nil
}

// isDir says whether name is a folder of the tree.
func (t *tree) isDir(name string) bool {
	_, info, err := t.stat(name)
	return err == nil && info.IsDir()
}

// isFile says whether name is a regular file of the tree.
func (t *tree) isFile(name string) bool {
	_, info, err := t.stat(name)
	return err == nil && info.Mode().IsRegular()
}

// readFile returns the content of a regular file, counting it against the limits the first time.
func (t *tree) readFile(name string) ([]byte, error) {
	real, info, err := t.stat(name)
	if err != nil {
		return nil, err
	}
	// Checked before opening: opening a named pipe would wait for a writer.
	if !info.Mode().IsRegular() {
		return nil, refuse(CodeIrregularFile, real, "%q is not a regular file", real)
	}
	if info.Size() > t.limits.FileBytes {
		return nil, exceed(CodeTooLargeFile, real, t.limits.FileBytes, "%q is larger than %d bytes", real)
	}
	if err := t.count(real, info.Size()); err != nil {
		return nil, err
	}
	file, err := t.root.Open(real)
	if err != nil {
		return nil, pathError(name, err)
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, info.Size()))
	if err != nil {
		return nil, pathError(name, err)
	}
	return data, nil
}

// count charges a file to the limits of the render.
func (t *tree) count(real string, size int64) error {
	if t.counted[real] {
		return nil
	}
	t.counted[real] = true
	t.bytes += size
	if len(t.counted) > t.limits.Files {
		return exceed(CodeTooManyFiles, real, int64(t.limits.Files), "the render reads more than %d files")
	}
	if t.bytes > t.limits.Bytes {
		return exceed(CodeTooLargeTotal, real, t.limits.Bytes, "the files of the render are larger than %d bytes together")
	}
	return nil
}

// list returns the sorted names of what the folder name holds.
func (t *tree) list(name string) ([]string, error) {
	real, err := t.resolve(name)
	if err != nil {
		return nil, err
	}
	dir, err := t.root.Open(real)
	if err != nil {
		return nil, pathError(name, err)
	}
	defer dir.Close()
	names, err := dir.Readdirnames(-1)
	if err != nil {
		return nil, pathError(name, err)
	}
	sort.Strings(names)
	return names, nil
}

// pathError turns an error of the operating system about name into a Refusal.
func pathError(name string, err error) *Refusal {
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR) {
		return refuse(CodeFileNotFound, name, "%q does not exist", name)
	}
	return refuse(CodeIrregularFile, name, "%q cannot be read: %v", name, reason(err))
}

// reason strips the operation and path from an error of the operating system.
func reason(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}
