package main

import (
	"bytes"
	"io/fs"
	"sort"

	"helm.sh/helm/v4/pkg/chart/loader/archive"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	"helm.sh/helm/v4/pkg/chart/v2/loader"
	"helm.sh/helm/v4/pkg/ignore"
)

const chartYAML = "Chart.yaml"

// loadChart reads the chart in dir from the tree. Helm's own directory loader would follow links out of it.
// Dependencies must be in charts/: nothing is downloaded.
func loadChart(t *tree, dir string) (*chart.Chart, error) {
	if !t.isFile(below(dir, chartYAML)) {
		return nil, refuse(CodeFileNotFound, below(dir, chartYAML), "%q has no %s", dir, chartYAML)
	}
	files, err := chartFiles(t, dir)
	if err != nil {
		return nil, err
	}
	archive.MaxDecompressedChartSize = t.limits.Bytes // of each packed subchart
	loaded, err := loader.LoadFiles(files)
	if err != nil {
		return nil, refuse(CodeHelmChart, below(dir, chartYAML), "%v", err)
	}
	if kind := loaded.Metadata.Type; kind != "" && kind != "application" {
		return nil, refuse(CodeHelmChart, below(dir, chartYAML), "charts of type %q cannot be installed", kind)
	}
	if err := checkDependencies(loaded, below(dir, chartYAML)); err != nil {
		return nil, err
	}
	sortDependencies(loaded)
	return loaded, nil
}

// chartFiles reads what .helmignore leaves of the chart.
func chartFiles(t *tree, dir string) ([]*archive.BufferedFile, error) {
	rules, err := ignoreRules(t, below(dir, ignore.HelmIgnore))
	if err != nil {
		return nil, err
	}
	var files []*archive.BufferedFile
	err = t.walk(dir, func(relative string, info fs.FileInfo) (bool, error) {
		if rules.Ignore(relative, info) || info.IsDir() {
			return !rules.Ignore(relative, info), nil
		}
		data, err := t.readFile(below(dir, relative))
		if err != nil {
			return false, err
		}
		files = append(files, &archive.BufferedFile{Name: relative, ModTime: info.ModTime(), Data: bytes.TrimPrefix(data, utf8BOM)})
		return false, nil
	})
	return files, err
}

func ignoreRules(t *tree, file string) (*ignore.Rules, error) {
	rules := ignore.Empty()
	if t.isFile(file) {
		data, err := t.readFile(file)
		if err != nil {
			return nil, err
		}
		if rules, err = ignore.Parse(bytes.NewReader(data)); err != nil {
			return nil, refuse(CodeHelmChart, file, "%v", err)
		}
	}
	rules.AddDefaults()
	return rules, nil
}

// checkDependencies refuses a chart whose declared dependencies are not all present, as Helm's install does.
func checkDependencies(c *chart.Chart, file string) error {
	present := map[string]bool{}
	for _, dependency := range c.Dependencies() {
		present[dependency.Name()] = true
	}
	for _, wanted := range c.Metadata.Dependencies {
		if wanted != nil && !present[wanted.Name] {
			return refuse(CodeHelmMissingDependency, file,
				"the dependency %q is not in charts/; run `helm dependency build` and commit the result", wanted.Name)
		}
	}
	return nil
}

// sortDependencies makes renders repeatable: Helm's loader keeps subcharts in random order, and CRDs follow it.
func sortDependencies(c *chart.Chart) {
	sorted := c.Dependencies()
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Name() < sorted[j].Name() })
	for _, dependency := range sorted {
		sortDependencies(dependency)
	}
}
