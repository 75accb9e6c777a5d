package nodeport

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"
	"strings"
	"unicode"
)

//go:embed page.html
var pageSource string

//go:embed page.css
var pageStyle string

var page = template.Must(template.New("page").Parse(pageSource))

// pagePolicy lets the page use its own style, named by its hash, and nothing else: no script, image, form or frame.
var pagePolicy = "default-src 'none'; style-src 'sha256-" + hashOf(pageStyle) + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// facts is what the answer tells. Every string may come from a user of the cluster or from the request.
type facts struct {
	Service, Namespace, TargetPort string
	NodePort                       int32
	Pod, Node                      string
	Images                         []string
	Endpoints                      int
	Method, Path                   string
}

// writePage writes the facts as HTML, in Korean and English. The template escapes them.
func writePage(w io.Writer, f facts) error {
	return page.Execute(w, struct {
		facts
		Style template.CSS // a constant of this program
	}{f, template.CSS(pageStyle)})
}

// writeText writes the facts as lines of text, with everything that could break a line replaced.
func writeText(w io.Writer, f facts) error {
	_, err := fmt.Fprintf(w, `SIMULATED POD: the sandbox cluster does not run containers
service:   %s/%s (node port %d -> %s)
pod:       %s
node:      %s
image:     %s
endpoints: %d ready
request:   %s %s
`, plain(f.Namespace), plain(f.Service), f.NodePort, plain(f.TargetPort), plain(f.Pod), plain(f.Node),
		plain(strings.Join(f.Images, ", ")), f.Endpoints, plain(f.Method), plain(f.Path))
	return err
}

// plain replaces what is not printable, line breaks and terminal control codes among it.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}

func hashOf(style string) string {
	sum := sha256.Sum256([]byte(style))
	return base64.StdEncoding.EncodeToString(sum[:])
}
