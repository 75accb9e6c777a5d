package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
)

// A range of its own, below the default one, so that a sandbox of somebody else on the machine does not matter.
const testRange, testNodePort = "28100-28199", 28142

// TestAClusterLivesThroughStopsAndKills starts a sandbox, uses it, and starts it again after a clean stop and after a
// kill -9.
func TestAClusterLivesThroughStopsAndKills(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a whole cluster")
	}
	dir := filepath.Join(t.TempDir(), "cluster")
	p := startProcess(t, "--data-dir", dir, "--node-ports", testRange)
	ready, seen := p.until(t, eventReady)
	if got := fmt.Sprint(seen); got != fmt.Sprint([]event{eventEtcd, eventAPIServer, eventControllers, eventNodes, eventReady}) {
		t.Errorf("events came as %s", got)
	}
	client := connect(t, ready)
	checkNodes(t, client)
	createWeb(t, client)
	checkAnswer(t)

	second := startProcess(t, "--data-dir", dir)
	if code := second.exitCode(t); code != exitLocked || strings.Count(second.stderr.String(), "\n") != 1 {
		t.Errorf("second start: exit code %d, stderr %q", code, second.stderr.String())
	}
	checkFailingPods(t, client)
	checkLogs(t, client)

	p.stop(t)
	if _, err := os.Stat(ready.Kubeconfig); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the kubeconfig is still there after the stop: %v", err)
	}
	p = startProcess(t, "--data-dir", dir, "--node-ports", testRange)
	again, _ := p.until(t, eventReady)
	if again.Server != ready.Server {
		t.Errorf("the server moved from %s to %s", ready.Server, again.Server)
	}
	checkAnswer(t)

	lastWrite := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "last-write"}}
	if _, err := client.CoreV1().ConfigMaps("default").Create(t.Context(), lastWrite, metav1.CreateOptions{}); err != nil {
		t.Fatalf("the first client does not work any more: %v", err)
	}
	if err := p.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	p.exitCode(t)
	p = startProcess(t, "--data-dir", dir, "--node-ports", testRange)
	p.until(t, eventReady)
	if _, err := client.CoreV1().ConfigMaps("default").Get(t.Context(), "last-write", metav1.GetOptions{}); err != nil {
		t.Errorf("the last write before the kill is lost: %v", err)
	}
	checkAnswer(t)
	p.stop(t)
}

func TestAStartOnATakenPortFailsWithOneLine(t *testing.T) {
	if testing.Short() {
		t.Skip("starts a process")
	}
	taken, err := listenOnFree(0, testNodePorts)
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	p := startProcess(t, "--data-dir", t.TempDir(), "--port", fmt.Sprint(portOf(taken)))
	p.until(t, eventError)
	if code := p.exitCode(t); code != exitPortInUse || strings.Count(p.stderr.String(), "\n") != 1 {
		t.Errorf("exit code %d, stderr %q", code, p.stderr.String())
	}
}

func connect(t *testing.T, ready line) *kubernetes.Clientset {
	t.Helper()
	if info, err := os.Stat(ready.Kubeconfig); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("kubeconfig: %v, %v", info, err)
	}
	config, err := clientcmd.BuildConfigFromFlags("", ready.Kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func checkNodes(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	nodes, err := client.CoreV1().Nodes().List(t.Context(), metav1.ListOptions{LabelSelector: "ieum.dev/simulated=true"})
	if err != nil {
		t.Fatal(err)
	}
	if len(nodes.Items) != 3 {
		t.Errorf("%d nodes", len(nodes.Items))
	}
	for i, node := range nodes.Items {
		if node.Name != fmt.Sprintf("sandbox-node-%d", i+1) || !nodeTakesPods(&node) || node.Status.Addresses[0].Address != loopback {
			t.Errorf("unexpected node %s: %+v", node.Name, node.Status.Addresses)
		}
	}
}

func deployment(name, simulate string) *appsv1.Deployment {
	labels := map[string]string{"app": name}
	template := corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: labels},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "main", Image: "example.com/" + name + ":1"}}},
	}
	if simulate != "" {
		template.Annotations = map[string]string{"ieum.dev/simulate": simulate}
	}
	return &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       appsv1.DeploymentSpec{Selector: &metav1.LabelSelector{MatchLabels: labels}, Template: template},
	}
}

func createWeb(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	if _, err := client.AppsV1().Deployments("default").Create(t.Context(), deployment("web", ""), metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "web"},
		Spec: corev1.ServiceSpec{
			Type:     corev1.ServiceTypeLoadBalancer,
			Selector: map[string]string{"app": "web"},
			Ports:    []corev1.ServicePort{{Port: 80, TargetPort: intstr.FromInt32(8080), NodePort: testNodePort}},
		},
	}
	if _, err := client.CoreV1().Services("default").Create(t.Context(), service, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the service has no address", func(ctx context.Context) error {
		service, err := client.CoreV1().Services("default").Get(ctx, "web", metav1.GetOptions{})
		if err == nil && (len(service.Status.LoadBalancer.Ingress) != 1 || service.Status.LoadBalancer.Ingress[0].IP != loopback) {
			return fmt.Errorf("%+v", service.Status)
		}
		return err
	})
}

func checkAnswer(t *testing.T) {
	t.Helper()
	eventually(t, "the node port does not answer", func(ctx context.Context) error {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("http://%s:%d/some/path", loopback, testNodePort), nil)
		if err != nil {
			return err
		}
		request.Header.Set("Accept", "text/html,*/*;q=0.8")
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		defer response.Body.Close()
		body, err := io.ReadAll(response.Body)
		if err != nil {
			return err
		}
		page, simulated := string(body), response.Header.Get("X-Sandbox-Simulated") == "true"
		if !simulated || !strings.Contains(page, "시뮬레이션") || !strings.Contains(page, "example.com/web:1") {
			return fmt.Errorf("%s: %s", response.Status, page)
		}
		return nil
	})
}

// checkFailingPods checks what a person sees of pods that ask to fail, and that they get well.
func checkFailingPods(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	for simulate, reason := range map[string]string{"image-pull-backoff": "ImagePullBackOff", "crash-loop": "CrashLoopBackOff", "not-ready": ""} {
		if _, err := client.AppsV1().Deployments("default").Create(t.Context(), deployment(simulate, simulate), metav1.CreateOptions{}); err != nil {
			t.Fatal(err)
		}
		pod := waitForPod(t, client, simulate, corev1.ConditionFalse)
		container := pod.Status.ContainerStatuses[0]
		got := ""
		if container.State.Waiting != nil {
			got = container.State.Waiting.Reason
		}
		if got != reason || container.Ready || pod.Status.PodIP == "" {
			t.Errorf("%s: %+v", simulate, pod.Status)
		}
		delete(pod.Annotations, "ieum.dev/simulate")
		if _, err := client.CoreV1().Pods("default").Update(t.Context(), pod, metav1.UpdateOptions{}); err != nil {
			t.Fatal(err)
		}
		if well := waitForPod(t, client, simulate, corev1.ConditionTrue); well.Status.PodIP != pod.Status.PodIP {
			t.Errorf("%s: the address changed from %s to %s", simulate, pod.Status.PodIP, well.Status.PodIP)
		}
	}
}

func waitForPod(t *testing.T, client kubernetes.Interface, app string, ready corev1.ConditionStatus) *corev1.Pod {
	t.Helper()
	var found *corev1.Pod
	eventually(t, fmt.Sprintf("no pod of %s with Ready=%s", app, ready), func(ctx context.Context) error {
		pods, err := client.CoreV1().Pods("default").List(ctx, metav1.ListOptions{LabelSelector: "app=" + app})
		if err != nil || len(pods.Items) != 1 {
			return fmt.Errorf("%d pods, %w", len(pods.Items), err)
		}
		found = &pods.Items[0]
		for _, condition := range found.Status.Conditions {
			if condition.Type == corev1.PodReady && condition.Status == ready {
				return nil
			}
		}
		return fmt.Errorf("%+v", found.Status)
	})
	return found
}

func checkLogs(t *testing.T, client kubernetes.Interface) {
	t.Helper()
	pod := waitForPod(t, client, "web", corev1.ConditionTrue)
	tail := int64(2)
	content, err := client.CoreV1().Pods("default").GetLogs(pod.Name, &corev1.PodLogOptions{TailLines: &tail}).DoRaw(t.Context())
	if err != nil || strings.Count(string(content), "[simulated]") != 2 {
		t.Errorf("logs: %q, %v", content, err)
	}
}
