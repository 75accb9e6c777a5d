package main

import (
	"bytes"
	"strings"

	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/strvals"
)

// mergeValues merges what the request says about a chart's values: files in order, then the values text, then
// parameters in order. The chart's own values.yaml comes below all of them and is Helm's to merge.
func mergeValues(t *tree, request Request) (map[string]any, error) {
	values := map[string]any{}
	files, err := valueFiles(t, request)
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		data, err := t.readFile(file)
		if err != nil {
			return nil, err
		}
		loaded, err := parseValues(file, data)
		if err != nil {
			return nil, err
		}
		values = loader.MergeMaps(values, loaded)
	}
	inline, err := parseValues("", []byte(request.Helm.Values))
	if err != nil {
		return nil, err
	}
	values = loader.MergeMaps(values, inline)
	for _, parameter := range request.Helm.Parameters {
		if err := setParameter(values, parameter); err != nil {
			return nil, err
		}
	}
	return values, nil
}

func parseValues(file string, data []byte) (map[string]any, error) {
	text, err := checkText(file, data)
	if err != nil {
		return nil, err
	}
	values, err := loader.LoadValues(bytes.NewReader(text))
	if err != nil {
		line := 0
		if yamlLine.MatchString(err.Error()) {
			line = yamlErrorLine(err, text, 1)
		}
		return nil, refuse(CodeHelmValues, "", "the values are not a YAML mapping: %s", yamlErrorText(err)).at(file, line)
	}
	return values, nil
}

// setParameter applies one parameter like `--set` or `--set-string`.
func setParameter(values map[string]any, parameter HelmParameter) error {
	assign := strvals.ParseInto
	if parameter.ForceString {
		assign = strvals.ParseIntoString
	}
	if err := assign(parameter.Name+"="+escapeCommas(parameter.Value), values); err != nil {
		return refuse(CodeHelmValues, "", "the parameter %q cannot be set: %v", parameter.Name, err)
	}
	return nil
}

// escapeCommas makes strvals take a value as one value: an unescaped comma would start the next assignment. A
// value in braces stays a list. Argo CD treats its parameters the same way.
func escapeCommas(value string) string {
	if strings.HasPrefix(value, "{") && strings.HasSuffix(value, "}") {
		return value
	}
	var escaped strings.Builder
	for i, r := range value {
		if r == ',' && (i == 0 || value[i-1] != '\\') {
			escaped.WriteByte('\\')
		}
		escaped.WriteRune(r)
	}
	return escaped.String()
}
