// Command renderer turns folders of a checked-out repository into Kubernetes objects: one process per tree,
// JSON requests on standard input, a JSON response for each on standard output. It reads with the libraries of
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
		return answer(in, out, errors)
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
		fmt.Fprintln(errors, "usage: renderer [--version | --probe] < requests.json")
		return exitUnreadable
	}
}

// answer answers the requests in their order. Anything but the responses goes to standard error.
func answer(in io.Reader, out, errors io.Writer) int {
	requests, err := readRequests(in)
	if err != nil {
		return finish(exitUnreadable, errors, writeRefusal(out, "", refuse(CodeBadRequest, "", "the request cannot be read: %v", err)))
	}
	faults := make([]error, len(requests))
	confined := false
	for i := range requests {
		if faults[i] = requests[i].normalize(); faults[i] == nil && !confined {
			if err := confine(requests[i].Dir, requests[i].Limits); err != nil {
				fmt.Fprintln(errors, "the renderer cannot confine itself:", err)
				return exitFailed
			}
			confined = true
		}
	}
	for i, request := range requests {
		if err := answerOne(request, faults[i], out); err != nil {
			return finish(exitOK, errors, err)
		}
		if schemaReplaced {
			break // kustomize keeps it for the whole process: what follows must be asked of another one
		}
	}
	return exitOK
}

// answerOne writes the response to one request; its error is one of writing.
func answerOne(request Request, fault error, out io.Writer) error {
	if fault != nil {
		return writeRefusal(out, request.Dir, asRefusal(fault, CodeBadRequest, ""))
	}
	result, err := render(request)
	if err != nil {
		return writeRefusal(out, request.Dir, asRefusal(err, CodeInternal, request.Path))
	}
	return writeResult(out, request.Dir, result)
}

// finish returns status, unless the response could not be written.
func finish(status int, errors io.Writer, err error) int {
	if err != nil {
		fmt.Fprintln(errors, "the response cannot be written:", err)
		return exitFailed
	}
	return status
}
