// Command renderer turns a folder of a checked-out repository into Kubernetes objects: one process per render,
// one JSON request on standard input, one JSON response on standard output. It reads with the libraries of
// kustomize, Helm and kubectl, confined to the folder: see README.md for the contract.
package main

import (
	"fmt"
	"io"
	"os"
)

// Exit statuses; exitCPU completes them.
const (
	exitOK         = 0 // a response was written, be it objects or a refusal
	exitFailed     = 1 // the process could not confine itself or write its response
	exitUnreadable = 2 // the request could not be read; the response says why
)

func main() {
	os.Exit(run(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

func run(args []string, in io.Reader, out, errors io.Writer) int {
	switch {
	case len(args) == 0:
		return renderOnce(in, out, errors)
	case len(args) == 1 && args[0] == "--version":
		fmt.Fprintln(out, fullVersion())
		return exitOK
	case len(args) == 1 && args[0] == "--probe":
		if err := probe(out); err != nil {
			fmt.Fprintln(errors, err)
			return exitFailed
		}
		return exitOK
	default:
		fmt.Fprintln(errors, "usage: renderer [--version | --probe] < request.json")
		return exitUnreadable
	}
}

// renderOnce answers one request. Anything but the response goes to standard error.
func renderOnce(in io.Reader, out, errors io.Writer) int {
	request, err := readRequest(in)
	if err != nil {
		return finish(exitUnreadable, errors, writeRefusal(out, "", refuse(CodeBadRequest, "", "the request cannot be read: %v", err)))
	}
	if err := request.normalize(); err != nil {
		return finish(exitOK, errors, writeRefusal(out, request.Dir, asRefusal(err, CodeBadRequest, "")))
	}
	if err := confine(request.Dir, request.Limits); err != nil {
		fmt.Fprintln(errors, "the renderer cannot confine itself:", err)
		return exitFailed
	}
	result, err := render(request)
	if err != nil {
		return finish(exitOK, errors, writeRefusal(out, request.Dir, asRefusal(err, CodeInternal, request.Path)))
	}
	return finish(exitOK, errors, writeResult(out, request.Dir, result))
}

// finish returns status, unless the response could not be written.
func finish(status int, errors io.Writer, err error) int {
	if err != nil {
		fmt.Fprintln(errors, "the response cannot be written:", err)
		return exitFailed
	}
	return status
}
