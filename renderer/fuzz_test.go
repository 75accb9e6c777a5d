package main

import (
	"encoding/json"
	"testing"
)

// FuzzDocumentsBecomeJSONOrARefusal holds for any bytes: no panic, valid JSON, places inside the file.
func FuzzDocumentsBecomeJSONOrARefusal(f *testing.F) {
	for _, row := range scalars {
		f.Add([]byte("v: " + row.yaml + "\n"))
	}
	for _, text := range []string{`{"a": 1}{"b": [}`, "a: 1\n---\n- b\n--- # c\n", "a: &a [*a]\n", "\xEF\xBB\xBF{", "---", "a: 1\r\n--- x", nestedLists(3)} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		last := lineAt(data, len(data))
		decoded, err := decodeStream("x.yaml", data, 100)
		if refusal := asRefusal(err, CodeInternal, ""); err != nil && (refusal.Code == CodeInternal || refusal.Line < 1 || refusal.Line > last) {
			t.Errorf("%s in line %d of %d: %s", refusal.Code, refusal.Line, last, refusal.Message)
		}
		objects := collector{limits: defaultLimits}
		for _, doc := range decoded.documents {
			if !json.Valid(doc.json) || doc.line < 1 || doc.line > last {
				t.Errorf("document in line %d of %d: %s", doc.line, last, doc.json)
			}
			if err := objects.add("x.yaml", doc); err != nil && asRefusal(err, CodeInternal, "").Code == CodeInternal {
				t.Error(err)
			}
		}
		for _, object := range objects.objects {
			if !json.Valid([]byte(object.Raw)) || object.Kind == "" || object.APIVersion == "" || object.Name+object.GenerateName == "" {
				t.Errorf("%+v", object)
			}
		}
	})
}
