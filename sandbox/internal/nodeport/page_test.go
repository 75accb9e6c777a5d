package nodeport

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// hostile is an image name as the API server accepts it.
const hostile = "<script>alert(1)</script>\"'\n\x1b[31mred"

type fakePods map[string]*corev1.Pod

func (p fakePods) get(_ context.Context, _, name string) (*corev1.Pod, error) {
	if pod := p[name]; pod != nil {
		return pod, nil
	}
	return nil, errors.New("gone")
}

func newPod(name, image string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "demo"},
		Spec:       corev1.PodSpec{NodeName: "sandbox-node-1", Containers: []corev1.Container{{Image: image}, {Image: "second:2"}}},
	}
}

func newResponder(endpoints []string, pods fakePods) *responder {
	t := &target{service: &corev1.Service{ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "demo"}}, targetPort: "8080"}
	return &responder{
		port:      30080,
		target:    func() *target { return t },
		endpoints: func(string, string, string) []string { return endpoints },
		pods:      pods,
	}
}

func get(r *responder, accept string) *httptest.ResponseRecorder {
	request := httptest.NewRequest(http.MethodGet, "/a%0Ab%1B", nil)
	request.Header.Set("Accept", accept)
	recorder := httptest.NewRecorder()
	r.ServeHTTP(recorder, request)
	return recorder
}

func TestThePageEscapesWhatComesFromTheCluster(t *testing.T) {
	answer := get(newResponder([]string{"a"}, fakePods{"a": newPod("a", hostile)}), "text/html")
	page := answer.Body.String()
	if strings.Contains(page, "<script") {
		t.Error("an image name became a script")
	}
	for _, wanted := range []string{"&lt;script&gt;", "second:2", "demo", "web", "30080 → 8080", "sandbox-node-1", "시뮬레이션", "Simulated"} {
		if !strings.Contains(page, wanted) {
			t.Errorf("%q is missing", wanted)
		}
	}
}

func TestThePagePolicyAllowsItsOwnStyleAndNothingElse(t *testing.T) {
	answer := get(newResponder([]string{"a"}, fakePods{"a": newPod("a", "image:1")}), "text/html")
	page, policy := answer.Body.String(), answer.Header().Get("Content-Security-Policy")
	_, rest, _ := strings.Cut(page, "<style>")
	style, _, found := strings.Cut(rest, "</style>")
	if !found || !strings.Contains(policy, "'sha256-"+hashOf(style)+"'") {
		t.Error("the policy does not name the style that the page has")
	}
	for _, wanted := range []string{"default-src 'none'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, wanted) {
			t.Errorf("%q is missing in %q", wanted, policy)
		}
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
		t.Errorf("too much is allowed: %q", policy)
	}
}

func TestTheTextHasOneFactPerLineWhateverTheNames(t *testing.T) {
	answer := get(newResponder([]string{"a"}, fakePods{"a": newPod("a", hostile)}), "*/*")
	text := answer.Body.String()
	if lines := strings.Count(text, "\n"); lines != 7 {
		t.Errorf("%d lines: %q", lines, text)
	}
	if strings.ContainsRune(text, '\x1b') {
		t.Error("a terminal control code came through")
	}
	if answer.Header().Get(simulatedHeader) != "true" || !strings.HasPrefix(text, "SIMULATED POD") {
		t.Error("the answer does not say that it is simulated")
	}
}

func TestRequestsGoToThePodsInTurn(t *testing.T) {
	r := newResponder([]string{"a", "b"}, fakePods{"a": newPod("pod-a", "i"), "b": newPod("pod-b", "i")})
	for _, wanted := range []string{"pod-a", "pod-b", "pod-a"} {
		if text := get(r, "").Body.String(); !strings.Contains(text, wanted) {
			t.Errorf("want %s: %q", wanted, text)
		}
	}
}

func TestWithoutAPodTheAnswerIsUnavailable(t *testing.T) {
	for name, r := range map[string]*responder{
		"no endpoints": newResponder(nil, nil),
		"pod gone":     newResponder([]string{"a"}, fakePods{}),
	} {
		if answer := get(r, ""); answer.Code != http.StatusServiceUnavailable || answer.Header().Get(simulatedHeader) != "true" {
			t.Errorf("%s: %d", name, answer.Code)
		}
	}
}
