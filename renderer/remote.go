package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
)

// remoteForms are the spellings kustomize and Helm take for a place outside the tree: a URL with any scheme,
// "http:host" (a URL to Go), a forced protocol "git::…", user@host:path, GitHub without a scheme, and a Git
// reference behind a question mark.
var remoteForms = regexp.MustCompile(`(?i)^([a-z][a-z0-9+.-]*://|https?:|[a-z][a-z0-9+.-]*::|[a-z][a-z0-9-]*@[^/]+[:/]|(www\.)?github\.com[/:])|\?(.*&)?(ref|version)=`)

// isRemote says whether a reference of a kustomization or a values file names another repository or a URL.
func isRemote(reference string) bool {
	return remoteForms.MatchString(strings.TrimSpace(reference))
}

// refusingTransport answers every HTTP request of a library with an error and counts it. References are
// scanned before a library sees them; this stops what a scan could miss.
type refusingTransport struct{ attempts atomic.Int64 }

func (t *refusingTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	t.attempts.Add(1)
	return nil, fmt.Errorf("the renderer has no network: %s is not fetched", request.URL.Redacted())
}

var network = &refusingTransport{}
