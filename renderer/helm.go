package main

import (
	"context"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"text/template"

	"helm.sh/helm/v4/pkg/chart/common"
	"helm.sh/helm/v4/pkg/chart/common/util"
	chart "helm.sh/helm/v4/pkg/chart/v2"
	chartutil "helm.sh/helm/v4/pkg/chart/v2/util"
	"helm.sh/helm/v4/pkg/engine"
	releaseutil "helm.sh/helm/v4/pkg/release/v1/util"
)

const notesSuffix = "NOTES.txt" // rendered for people, not a manifest

// renderHelm renders a chart as `helm template --include-crds` does: the same steps as Helm's install action in
// a client-side dry run, without the packages that talk to a cluster. `lookup` finds nothing and names are not
// resolved. Objects keep their hook annotations; what a hook means is the caller's business.
//
// Charts are rendered twice, because whether they give the same objects each time cannot be read from them.
func renderHelm(t *tree, request Request) (Result, error) {
	releaseName, err := request.releaseName()
	if err != nil {
		return Result{}, err
	}
	release := helmRelease{tree: t, request: request, releaseName: releaseName, objects: collector{limits: t.limits}}
	again := release
	again.funcs = laterFuncs
	output, err := capture(release.render)
	if err != nil {
		return Result{}, err
	}
	warnings := append(release.warnings, toolWarnings(WarnHelm, output)...)
	if _, err := capture(again.render); err != nil {
		warnings = append(warnings, Warning{Code: WarnNotDeterministic, Message: "a second rendering of the chart fails: " + err.Error(), File: request.Path})
	} else {
		warnings = append(warnings, markUnstable(release.objects.objects, again.objects.objects)...)
	}
	return Result{Kind: KindHelm, Objects: release.objects.objects, Warnings: warnings}, nil
}

// helmRelease is one chart on its way to objects.
type helmRelease struct {
	tree        *tree
	request     Request
	releaseName string
	funcs       template.FuncMap // in place of the engine's own
	chart       *chart.Chart
	name        string // of the chart: the first part of every file name Helm reports
	objects     collector
	warnings    []Warning
}

func (r *helmRelease) render() (err error) {
	defer func() { // template functions and the chart loader can panic on hostile input
		if panicked := recover(); panicked != nil {
			err = refuse(CodeHelm, r.request.Path, "helm failed: %v", panicked)
		}
	}()
	if r.chart, err = loadChart(r.tree, r.request.Path); err != nil {
		return err
	}
	r.name = r.chart.Name()
	if r.chart.Metadata.Deprecated {
		r.warn("the chart %q is marked as deprecated", r.name)
	}
	values, err := mergeValues(r.tree, r.request)
	if err != nil {
		return err
	}
	rendered, err := r.execute(values)
	if err != nil {
		return err
	}
	return r.collect(rendered)
}

// execute runs the templates and returns their output by template name.
func (r *helmRelease) execute(values map[string]any) (map[string]string, error) {
	if err := chartutil.ProcessDependencies(r.chart, values); err != nil {
		return nil, refuse(CodeHelmChart, r.file(chartYAML), "%v", err)
	}
	if err := checkSchemas(r.chart, r.request.Path); err != nil {
		return nil, err
	}
	capabilities, err := r.capabilities()
	if err != nil {
		return nil, err
	}
	options := common.ReleaseOptions{
		Name: r.releaseName, Namespace: r.request.Namespace, Revision: 1, IsInstall: true,
	}
	input, err := util.ToRenderValues(r.chart, values, options, capabilities)
	if err != nil {
		return nil, refuse(CodeHelmValues, r.file(schemaFile), "%v", err)
	}
	rendered, err := engine.Engine{CustomTemplateFuncs: r.funcs}.RenderWithContext(context.Background(), r.chart, input) // only the CPU limit ends a template
	if err != nil {
		return nil, r.locate(err)
	}
	return rendered, nil
}

// capabilities describes the destination cluster to the templates. API versions of the request replace Helm's
// built-in list, so that a chart sees what `helm install` would see on that cluster.
func (r *helmRelease) capabilities() (*common.Capabilities, error) {
	capabilities := common.DefaultCapabilities.Copy()
	if r.request.KubeVersion != "" {
		version, err := common.ParseKubeVersion(r.request.KubeVersion)
		if err != nil {
			return nil, refuse(CodeBadRequest, "", "%q is not a Kubernetes version", r.request.KubeVersion)
		}
		capabilities.KubeVersion = *version
	}
	if len(r.request.APIVersions) > 0 {
		capabilities.APIVersions = r.request.APIVersions
	}
	wanted := r.chart.Metadata.KubeVersion
	if wanted != "" && !chartutil.IsCompatibleRange(wanted, capabilities.KubeVersion.String()) {
		return nil, refuse(CodeHelmChart, r.file(chartYAML),
			"the chart requires Kubernetes %s; the cluster runs %s", wanted, capabilities.KubeVersion.Version)
	}
	return capabilities, nil
}

// collect adds the objects: CRDs, then manifests in install order, then hooks.
func (r *helmRelease) collect(rendered map[string]string) error {
	for name := range rendered {
		if strings.HasSuffix(name, notesSuffix) {
			delete(rendered, name)
		}
	}
	hooks, manifests, err := releaseutil.SortManifests(rendered, nil, releaseutil.InstallOrder)
	if err != nil {
		return r.brokenOutput(err)
	}
	if !r.request.Helm.SkipCRDs {
		for _, crd := range r.chart.CRDObjects() {
			if err := r.add(crd.Filename, string(crd.File.Data)); err != nil {
				return err
			}
		}
	}
	for _, manifest := range manifests {
		if err := r.add(manifest.Name, manifest.Content); err != nil {
			return err
		}
	}
	for _, hook := range hooks {
		if err := r.add(hook.Path, hook.Manifest); err != nil {
			return err
		}
	}
	return nil
}

func (r *helmRelease) add(name, text string) error {
	warnings, err := r.objects.addRendered(r.source(name), text)
	r.warnings = append(r.warnings, warnings...)
	return err
}

// source turns Helm's name of a file, which starts with the chart's name, into the file of the tree.
func (r *helmRelease) source(name string) string {
	return r.file(strings.TrimPrefix(name, r.name+"/"))
}

func (r *helmRelease) file(name string) string { return below(r.request.Path, name) }

func (r *helmRelease) warn(format string, args ...any) {
	r.warnings = append(r.warnings, Warning{Code: WarnHelm, Message: fmt.Sprintf(format, args...), File: r.file(chartYAML)})
}

// templatePlace is how Helm names a place in a template: chart/templates/file.yaml:line:column.
var templatePlace = regexp.MustCompile(`([^\s()"<>:]+/templates/[^\s()"<>:]+):(\d+)`)

// locate finds the template and line in an error of the engine.
func (r *helmRelease) locate(err error) *Refusal {
	refusal := refuse(CodeHelm, r.request.Path, "%v", err)
	match := templatePlace.FindStringSubmatch(err.Error())
	if match == nil {
		return refusal
	}
	line, convErr := strconv.Atoi(match[2])
	if convErr != nil {
		return refusal
	}
	return refusal.at(r.source(match[1]), line)
}

var sortErrorFile = regexp.MustCompile(`^YAML parse error on ([^:]+): (?s:(.*))$`)

// brokenOutput explains a template whose output is no YAML. The line Helm reports is one of the output.
func (r *helmRelease) brokenOutput(err error) *Refusal {
	match := sortErrorFile.FindStringSubmatch(err.Error())
	if match == nil {
		return refuse(CodeHelm, r.request.Path, "%v", err)
	}
	return refuse(CodeYAML, r.source(match[1]), "the output of the template is not valid YAML: %s", match[2])
}

// chartFile is where a chart of the release, possibly a subchart, keeps the file called name.
func chartFile(dir string, c *chart.Chart, name string) string {
	root := c.Root().Name()
	return below(dir, path.Join(strings.TrimPrefix(strings.TrimPrefix(c.ChartFullPath(), root), "/"), name))
}
