package main

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	chart "helm.sh/helm/v4/pkg/chart/v2"
)

const (
	schemaFile = "values.schema.json"
	schemaURL  = "file:///" + schemaFile // the name under which Helm compiles a schema
)

// checkSchemas refuses a chart, or subchart, whose values schema refers to anything but itself. Helm's validation
// would open the file or dial the host a `$ref` or `$schema` names, with a transport of its own. Each schema
// is compiled the way Helm will, with a loader that fetches nothing, so no spelling of a reference is missed.
func checkSchemas(c *chart.Chart, dir string) error {
	if err := checkSchema(c.Schema, chartFile(dir, c, schemaFile)); err != nil {
		return err
	}
	for _, dependency := range c.Dependencies() {
		if err := checkSchemas(dependency, dir); err != nil {
			return err
		}
	}
	return nil
}

func checkSchema(text []byte, file string) (err error) {
	if text == nil {
		return nil
	}
	loader := &refusingLoader{}
	defer func() {
		panicked := recover() // the compiler panics on some malformed schemas; Helm reports those
		if loader.wanted != "" {
			err = refuse(CodeHelmSchemaRef, "", "the schema refers to %q; a schema may only refer to itself", loader.wanted).
				at(file, lineOf(text, lastSegment(loader.wanted)))
		} else if panicked != nil {
			err = refuse(CodeHelmValues, file, "the schema is not valid: %v", panicked)
		}
	}()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		return refuse(CodeHelmValues, file, "the schema is not valid JSON: %v", err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(loader)
	if err := compiler.AddResource(schemaURL, schema); err != nil {
		return refuse(CodeHelmValues, file, "the schema is not valid: %v", err)
	}
	if _, err := compiler.Compile(schemaURL); err != nil {
		return refuse(CodeHelmValues, file, "the schema is not valid: %v", err)
	}
	return nil
}

// refusingLoader is asked for every schema outside the compiled one. It remembers the first.
type refusingLoader struct{ wanted string }

// Load fetches nothing. Unresolved URNs accept every value, which is what Helm makes of them.
func (l *refusingLoader) Load(url string) (any, error) {
	if strings.HasPrefix(url, "urn:") {
		return true, nil
	}
	if l.wanted == "" {
		l.wanted = url
	}
	return nil, fmt.Errorf("%s is not loaded", url)
}

func lastSegment(url string) string { return url[strings.LastIndexAny(url, "/:")+1:] }
