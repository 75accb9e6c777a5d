package nodeport

import (
	"fmt"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/record"
)

func nodePortService(name string, port int32) *corev1.Service {
	return &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: "demo"},
		Spec:       corev1.ServiceSpec{Type: corev1.ServiceTypeNodePort, Ports: []corev1.ServicePort{{NodePort: port}}},
	}
}

func endpointSlice(port string, endpoints ...discovery.Endpoint) any {
	return &discovery.EndpointSlice{Ports: []discovery.EndpointPort{{Name: &port}}, Endpoints: endpoints}
}

func endpoint(pod string, ready *bool) discovery.Endpoint {
	return discovery.Endpoint{TargetRef: &corev1.ObjectReference{Kind: "Pod", Name: pod}, Conditions: discovery.EndpointConditions{Ready: ready}}
}

func TestOnlyReadyPodsOfThePortAreEndpoints(t *testing.T) {
	yes, no := true, false
	slices := []any{
		endpointSlice("http", endpoint("b", &yes), endpoint("a", nil), endpoint("not-ready", &no)),
		endpointSlice("http", endpoint("b", &yes), discovery.Endpoint{Addresses: []string{"192.0.2.1"}}),
		endpointSlice("metrics", endpoint("other-port", &yes)),
	}
	if got := fmt.Sprint(readyPods(slices, "http")); got != "[a b]" {
		t.Errorf("got %s", got)
	}
	if got := readyPods(slices, "missing"); len(got) != 0 {
		t.Errorf("a port that no pod has: %v", got)
	}
}

func TestOnlyTCPNodePortsAreTargets(t *testing.T) {
	clusterIP, udp, balancer := nodePortService("internal", 30001), nodePortService("udp", 30002), nodePortService("lb", 30003)
	clusterIP.Spec.Type = corev1.ServiceTypeClusterIP
	udp.Spec.Ports[0].Protocol = corev1.ProtocolUDP
	balancer.Spec.Type = corev1.ServiceTypeLoadBalancer
	got := targets([]*corev1.Service{clusterIP, udp, balancer, nodePortService("none", 0)})
	if len(got) != 1 || got[30003].service != balancer {
		t.Errorf("got %+v", got)
	}
}

// newBoard returns a board whose services have one ready endpoint each while *ready is true.
func newBoard(t *testing.T, ready *bool) (*board, *record.FakeRecorder) {
	recorder := record.NewFakeRecorder(10)
	b := &board{
		endpoints: func(string, string, string) []string {
			if *ready {
				return []string{"a"}
			}
			return nil
		},
		pods:     fakePods{"a": newPod("a", "image:1")},
		recorder: recorder,
		doors:    map[int32]*door{},
		retry:    map[int32]time.Time{},
	}
	t.Cleanup(b.closeAll)
	return b, recorder
}

func anyPort(t *testing.T) (net.Listener, int32) {
	t.Helper()
	l, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l, int32(l.Addr().(*net.TCPAddr).Port)
}

func answers(port int32) bool {
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 5 * time.Second}
	response, err := client.Get(fmt.Sprintf("http://127.0.0.1:%d/", port))
	if err != nil {
		return false
	}
	_ = response.Body.Close()
	return response.Header.Get(simulatedHeader) == "true"
}

func TestAPortAnswersWhileItsServiceHasReadyEndpoints(t *testing.T) {
	l, port := anyPort(t)
	_ = l.Close()
	ready := false
	b, _ := newBoard(t, &ready)
	services := []*corev1.Service{nodePortService("web", port)}
	for _, now := range []bool{false, true, false} {
		ready = now
		b.update(services)
		if answers(port) != now {
			t.Errorf("ready endpoints %v, answers %v", now, !now)
		}
	}
	ready = true
	b.update(services)
	b.update(nil)
	if answers(port) {
		t.Error("the port of a deleted service answers")
	}
}

func TestATakenPortIsToldAndTriedAgainLater(t *testing.T) {
	other, port := anyPort(t)
	ready := true
	b, recorder := newBoard(t, &ready)
	services := []*corev1.Service{nodePortService("web", port)}
	retryAt := b.update(services)
	if wait := time.Until(retryAt); wait <= 0 || wait > retryEvery {
		t.Errorf("tries again in %s", wait)
	}
	event := <-recorder.Events
	if !strings.Contains(event, "Warning "+unavailableReason) || !strings.Contains(event, fmt.Sprint(port)) || !strings.Contains(event, "another program") {
		t.Errorf("event: %s", event)
	}
	if b.update(services); len(recorder.Events) != 0 {
		t.Error("it was tried again too early")
	}
	_ = other.Close()
	b.retry[port] = time.Now().Add(-time.Second) // the time has come
	if at := b.update(services); !at.IsZero() || !answers(port) {
		t.Errorf("the free port does not answer (next try %s)", at)
	}
}
