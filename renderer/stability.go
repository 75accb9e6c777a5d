package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// maxUnstable bounds the fields listed for one object; more of them are the object as a whole.
const maxUnstable = 50

// laterFuncs are the template functions of a second rendering. Its clock is a different year, month, day and
// second: two renderings within one second would otherwise agree on a date.
var laterFuncs = template.FuncMap{
	"now": func() time.Time { return time.Now().Add(400*24*time.Hour + 3661*time.Second) },
}

// markUnstable compares two renderings of one chart, notes in objects which fields differ and warns about each
// object. A chart that calls now, randAlphaNum or genCA gives other objects each time it is rendered; applied
// as they come they would change the cluster for ever.
func markUnstable(objects, again []Object) []Warning {
	var warnings []Warning
	for i, other := range paired(objects, again) {
		pointers := []string{""}
		if other != nil {
			pointers = differences(decodeJSON([]byte(objects[i].Raw)), decodeJSON([]byte(other.Raw)), "", nil)
		}
		if len(pointers) == 0 {
			continue
		}
		if len(pointers) > maxUnstable {
			pointers = []string{""}
		}
		objects[i].Unstable = pointers
		name := objects[i].Kind + "/" + cmp.Or(objects[i].Name, objects[i].GenerateName)
		message := fmt.Sprintf("%s comes out differently each time the chart is rendered: %s", name, strings.Join(pointers, ", "))
		warnings = append(warnings, Warning{Code: WarnNotDeterministic, Message: message, File: objects[i].Source, Object: name})
	}
	return warnings
}

// paired finds the counterpart of each object: at the same place where both lists have the same shape, so that
// objects whose very name is random are recognised, else by identity.
func paired(objects, again []Object) []*Object {
	sameShape := slices.EqualFunc(objects, again, func(a, b Object) bool { return a.Kind == b.Kind && a.Source == b.Source })
	identity := func(o Object) string {
		return strings.Join([]string{o.APIVersion, o.Kind, o.Namespace, o.Name, o.GenerateName}, "\n")
	}
	byIdentity := map[string]*Object{}
	for i := range again {
		byIdentity[identity(again[i])] = &again[i]
	}
	pairs := make([]*Object, len(objects))
	for i := range objects {
		pairs[i] = byIdentity[identity(objects[i])]
		if sameShape {
			pairs[i] = &again[i]
		}
	}
	return pairs
}

// differences appends the JSON pointers (RFC 6901) of the smallest parts in which two values differ. Lists of
// different lengths differ as a whole.
func differences(a, b any, at string, found []string) []string {
	switch left := a.(type) {
	case map[string]any:
		right, isMapping := b.(map[string]any)
		if !isMapping {
			return append(found, at)
		}
		keys := maps.Clone(left)
		maps.Copy(keys, right)
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			_, inLeft := left[key]
			_, inRight := right[key]
			pointer := at + "/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(key)
			if inLeft != inRight {
				found = append(found, pointer)
			} else {
				found = differences(left[key], right[key], pointer, found)
			}
		}
		return found
	case []any:
		right, isList := b.([]any)
		if !isList || len(left) != len(right) {
			return append(found, at)
		}
		for i := range left {
			found = differences(left[i], right[i], at+"/"+strconv.Itoa(i), found)
		}
		return found
	default:
		if a != b { // text, numbers, booleans and null; a value of another type differs
			return append(found, at)
		}
		return found
	}
}
