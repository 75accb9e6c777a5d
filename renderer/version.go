package main

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"strings"
	"sync"
)

// version is the release, set by the linker (build.json).
var version = "dev"

// sources is the program's own text. Rendered results are cached under the renderer's version, so the version
// must change whenever the program or a library it links does; deriving it from the text cannot be forgotten.
//
//go:embed *.go go.mod go.sum
var sources embed.FS

// fullVersion is the release followed by a digest of the program and its dependencies: "0.1.0+3f2a9c01".
var fullVersion = sync.OnceValue(func() string {
	digest := sha256.New()
	entries, err := fs.ReadDir(sources, ".")
	if err != nil {
		return version
	}
	for _, entry := range entries {
		if strings.HasSuffix(entry.Name(), "_test.go") {
			continue
		}
		if text, err := fs.ReadFile(sources, entry.Name()); err == nil {
			digest.Write([]byte(entry.Name()))
			digest.Write(text)
		}
	}
	return version + "+" + hex.EncodeToString(digest.Sum(nil)[:4])
})
