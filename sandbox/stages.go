package main

import (
	"embed"
	"fmt"
	"io/fs"

	"sigs.k8s.io/kwok/kustomize/stage/node/fast"
	heartbeat "sigs.k8s.io/kwok/kustomize/stage/node/heartbeat-with-lease"
	podfast "sigs.k8s.io/kwok/kustomize/stage/pod/fast"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	"sigs.k8s.io/kwok/pkg/apis/v1alpha1"
	"sigs.k8s.io/yaml"
)

// simulateKey is the annotation by which a pod asks to fail, as KWOK reads it from the pod.
const simulateKey = `.metadata.annotations["ieum.dev/simulate"]`

// simulations are the values of the annotation that are understood; any other value changes nothing.
var simulations = []string{"image-pull-backoff", "crash-loop", "not-ready"}

//go:embed stages/*.yaml
var stageFiles embed.FS

// loadStages returns the stages that pods and nodes go through: KWOK's fast ones, which make everything ready at
// once, and the sandbox's own for pods that ask to fail. KWOK picks one of all stages that match a pod by chance, so
// the fast ones are kept from matching pods that ask to fail.
func loadStages() (map[internalversion.StageResourceRef][]*internalversion.Stage, error) {
	working := not(simulateKey, simulations...)
	sources := []struct {
		text  string
		extra []internalversion.MatchExpression
	}{
		{text: fast.DefaultNodeInit},
		{text: heartbeat.DefaultNodeHeartbeatWithLease},
		// A pod with an address was started before: getting well is the stage pod-recover, which keeps the address.
		{podfast.DefaultPodReady, []internalversion.MatchExpression{working, absent(".status.podIP")}},
		{podfast.DefaultPodComplete, []internalversion.MatchExpression{working}},
		{text: podfast.DefaultPodDelete},
	}
	stages := map[internalversion.StageResourceRef][]*internalversion.Stage{}
	add := func(text string, extra []internalversion.MatchExpression) error {
		stage, err := parseStage(text)
		if err != nil {
			return err
		}
		stage.Spec.Selector.MatchExpressions = append(stage.Spec.Selector.MatchExpressions, extra...)
		stages[stage.Spec.ResourceRef] = append(stages[stage.Spec.ResourceRef], stage)
		return nil
	}
	for _, source := range sources {
		if err := add(source.text, source.extra); err != nil {
			return nil, err
		}
	}
	own, err := fs.Glob(stageFiles, "stages/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, name := range own {
		text, err := stageFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if err := add(string(text), nil); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return stages, nil
}

// parseStage reads one stage. A stage without a selector is refused, since it would never match.
func parseStage(text string) (*internalversion.Stage, error) {
	var stage v1alpha1.Stage
	if err := yaml.UnmarshalStrict([]byte(text), &stage); err != nil {
		return nil, err
	}
	internal, err := internalversion.ConvertToInternalStage(&stage)
	if err != nil {
		return nil, err
	}
	if internal.Name == "" || internal.Spec.Selector == nil {
		return nil, fmt.Errorf("stage %q has no selector", internal.Name)
	}
	return internal, nil
}

func not(key string, values ...string) internalversion.MatchExpression {
	return internalversion.MatchExpression{JQ: &internalversion.SelectorJQ{Key: key, Operator: internalversion.SelectorOpNotIn, Values: values}}
}

func absent(key string) internalversion.MatchExpression {
	return internalversion.MatchExpression{JQ: &internalversion.SelectorJQ{Key: key, Operator: internalversion.SelectorOpDoesNotExist}}
}
