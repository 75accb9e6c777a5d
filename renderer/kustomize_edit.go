package main

import (
	"encoding/json"
	"maps"
	"sort"
	"strings"

	"sigs.k8s.io/kustomize/api/types"
	"sigs.k8s.io/kustomize/kyaml/resid"
)

// editKustomization applies the options of the request to the kustomization at its path. It returns the name of
// that file and, when there is something to edit, its new content by real name. Each option replaces what the
// file says, as `kustomize edit set` does; labels and annotations are added key by key.
func editKustomization(t *tree, request Request) (string, map[string][]byte, error) {
	file, data, err := readKustomization(t, request.Path)
	if err != nil {
		return "", nil, err
	}
	kustomization, err := parseKustomization(file, data)
	if err != nil {
		return "", nil, err
	}
	if request.Kustomize.empty() {
		return file, nil, nil
	}
	if err := applyOptions(kustomization, request.Kustomize); err != nil {
		return "", nil, err
	}
	edited, err := json.Marshal(kustomization) // JSON is YAML, and quotes every text
	if err != nil {
		return "", nil, refuse(CodeKustomize, file, "%v", err)
	}
	real, err := t.resolve(file)
	return file, map[string][]byte{real: edited}, err
}

func applyOptions(k *types.Kustomization, options KustomizeOptions) error {
	setText(&k.NamePrefix, options.NamePrefix)
	setText(&k.NameSuffix, options.NameSuffix)
	setText(&k.Namespace, options.Namespace)
	for _, replica := range options.Replicas {
		setReplica(k, types.Replica{Name: replica.Name, Count: replica.Count})
	}
	for _, text := range options.Images {
		image, err := parseImage(text)
		if err != nil {
			return err
		}
		setImage(k, image)
	}
	if len(options.CommonLabels) > 0 {
		// commonLabels is deprecated, and kustomize applies it after labels: drop what is overridden.
		maps.DeleteFunc(k.CommonLabels, func(key, _ string) bool { _, overridden := options.CommonLabels[key]; return overridden })
		k.Labels = append(k.Labels, types.Label{Pairs: options.CommonLabels, IncludeSelectors: true})
	}
	if len(options.CommonAnnotations) > 0 {
		if k.CommonAnnotations == nil {
			k.CommonAnnotations = map[string]string{}
		}
		maps.Copy(k.CommonAnnotations, options.CommonAnnotations)
	}
	for _, option := range options.Patches {
		k.Patches = append(k.Patches, types.Patch{Patch: option.Patch, Target: selector(option.Target)})
	}
	k.Components = append(k.Components, options.Components...)
	return nil
}

func selector(target *PatchTarget) *types.Selector {
	if target == nil {
		return nil
	}
	return &types.Selector{
		ResId: resid.ResId{
			Gvk:  resid.Gvk{Group: target.Group, Version: target.Version, Kind: target.Kind},
			Name: target.Name, Namespace: target.Namespace,
		},
		LabelSelector: target.LabelSelector, AnnotationSelector: target.AnnotationSelector,
	}
}

func setText(field *string, value string) {
	if value != "" {
		*field = value
	}
}

func setReplica(k *types.Kustomization, replica types.Replica) {
	for i := range k.Replicas {
		if k.Replicas[i].Name == replica.Name {
			k.Replicas[i] = replica
			return
		}
	}
	k.Replicas = append(k.Replicas, replica)
}

// setImage replaces the entry for the same image name. "*" as new name keeps the name the file gives.
func setImage(k *types.Kustomization, image types.Image) {
	for i, existing := range k.Images {
		if existing.Name != image.Name {
			continue
		}
		if image.NewName == "*" {
			image.NewName = existing.NewName
		}
		k.Images[i] = image
		return
	}
	if image.NewName == "*" {
		image.NewName = ""
	}
	k.Images = append(k.Images, image)
	sort.SliceStable(k.Images, func(i, j int) bool { return k.Images[i].Name < k.Images[j].Name })
}

// parseImage reads `name=new`, `name=new:tag`, `name=new@digest`, `name:tag` or `name@digest`.
func parseImage(text string) (types.Image, error) {
	name, replacement, renamed := strings.Cut(text, "=")
	if !renamed {
		replacement = text
	}
	newName, tag, digest := splitImage(replacement)
	image := types.Image{Name: name, NewName: newName, NewTag: tag, Digest: digest}
	if !renamed {
		image.Name, image.NewName = newName, ""
	}
	if image.Name == "" || image.NewName == "" && tag == "" && digest == "" {
		return image, refuse(CodeBadRequest, "", "%q is not an image override; write name=new:tag, name:tag or name@digest", text)
	}
	return image, nil
}

// splitImage splits an image reference. A colon before the last slash is the port of a registry.
func splitImage(reference string) (name, tag, digest string) {
	name, digest, _ = strings.Cut(reference, "@")
	if colon := strings.LastIndex(name, ":"); colon > strings.LastIndex(name, "/") {
		name, tag = name[:colon], name[colon+1:]
	}
	return name, tag, digest
}
