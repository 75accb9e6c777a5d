package nodeport

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

const (
	simulatedHeader = "X-Sandbox-Simulated"
	podReadLimit    = 2 * time.Second
)

// podGetter reads a pod at the moment of a request.
type podGetter interface {
	get(ctx context.Context, namespace, name string) (*corev1.Pod, error)
}

type podReader struct{ client kubernetes.Interface }

func (r podReader) get(ctx context.Context, namespace, name string) (*corev1.Pod, error) {
	return r.client.CoreV1().Pods(namespace).Get(ctx, name, metav1.GetOptions{})
}

// responder answers the requests of one node port, each from the next ready pod.
type responder struct {
	port      int32
	target    func() *target
	endpoints func(namespace, service, port string) []string
	pods      podGetter
	turn      atomic.Uint32
}

func newServer(r *responder) *http.Server {
	return &http.Server{
		Handler:           r,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    16 << 10,
	}
}

// ServeHTTP answers every method and path with 200 and the facts about the pod whose turn it is: an HTML page for
// browsers, plain text for others. Between the end of the last endpoint and the closing of the port it answers 503.
func (r *responder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	header := w.Header()
	header.Set(simulatedHeader, "true")
	header.Set("Cache-Control", "no-store")
	header.Set("X-Content-Type-Options", "nosniff")
	t := r.target()
	names := r.endpoints(t.service.Namespace, t.service.Name, t.portName)
	if len(names) == 0 {
		http.Error(w, "simulated: the service has no ready endpoints", http.StatusServiceUnavailable)
		return
	}
	ctx, cancel := context.WithTimeout(req.Context(), podReadLimit)
	defer cancel()
	pod, err := r.pods.get(ctx, t.service.Namespace, names[int(r.turn.Add(1)-1)%len(names)])
	if err != nil {
		http.Error(w, "simulated: the pod behind the service has just gone", http.StatusServiceUnavailable)
		return
	}
	f := facts{
		Service:    t.service.Name,
		Namespace:  t.service.Namespace,
		NodePort:   r.port,
		TargetPort: t.targetPort,
		Pod:        pod.Name,
		Node:       pod.Spec.NodeName,
		Images:     images(pod),
		Endpoints:  len(names),
		Method:     req.Method,
		Path:       req.URL.Path,
	}
	if strings.Contains(req.Header.Get("Accept"), "text/html") {
		header.Set("Content-Type", "text/html; charset=utf-8")
		header.Set("Content-Security-Policy", pagePolicy)
		header.Set("Referrer-Policy", "no-referrer")
		_ = writePage(w, f) // fails only when the client is gone
		return
	}
	header.Set("Content-Type", "text/plain; charset=utf-8")
	_ = writeText(w, f)
}

func images(pod *corev1.Pod) []string {
	var names []string
	for _, container := range pod.Spec.Containers {
		names = append(names, container.Image)
	}
	return names
}
