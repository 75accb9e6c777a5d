package main

import (
	"bytes"
	"unicode/utf8"
)

var utf8BOM = []byte{0xEF, 0xBB, 0xBF}

// checkText returns the text of a file without its byte order mark. UTF-16, NUL bytes and text that is not
// UTF-8 are refused with their line: kubectl would decode the first and silently replace letters of the last,
// and neither is what the author sees in a review.
func checkText(file string, data []byte) ([]byte, error) {
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		return nil, refuse(CodeYAML, "", "the file is UTF-16; save it as UTF-8").at(file, 1)
	}
	data = bytes.TrimPrefix(data, utf8BOM)
	if at := bytes.IndexByte(data, 0); at >= 0 {
		return nil, refuse(CodeYAML, "", "the file contains a NUL byte").at(file, lineAt(data, at))
	}
	if !utf8.Valid(data) {
		return nil, refuse(CodeYAML, "", "the file is not UTF-8 text").at(file, lineAt(data, firstInvalid(data)))
	}
	return data, nil
}

// lineAt returns the line, from 1, of the byte at offset.
func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(max(offset, 0), len(data))], []byte("\n"))
}

// lineOf returns the first line, from 1, that contains needle, or 0.
func lineOf(data []byte, needle string) int {
	at := bytes.Index(data, []byte(needle))
	if at < 0 || needle == "" {
		return 0
	}
	return lineAt(data, at)
}

func firstInvalid(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return len(data)
}

// lineCounter finds the lines of growing offsets without counting from the start each time.
type lineCounter struct {
	data   []byte
	offset int
	line   int // the line of offset
}

// at returns the line of offset, which must not be smaller than the one before.
func (c *lineCounter) at(offset int) int {
	c.line += bytes.Count(c.data[c.offset:offset], []byte("\n"))
	c.offset = offset
	return c.line
}
