package main

import (
	"context"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"sigs.k8s.io/kwok/pkg/apis/internalversion"
	"sigs.k8s.io/kwok/pkg/utils/lifecycle"
)

func podWith(simulate string, status corev1.PodStatus, ownerKind string) *corev1.Pod {
	pod := &corev1.Pod{Status: status}
	if simulate != "" {
		pod.Annotations = map[string]string{"ieum.dev/simulate": simulate}
	}
	if ownerKind != "" {
		pod.OwnerReferences = []metav1.OwnerReference{{Kind: ownerKind}}
	}
	return pod
}

func status(phase corev1.PodPhase, ip string, ready corev1.ConditionStatus, message string) corev1.PodStatus {
	return corev1.PodStatus{Phase: phase, PodIP: ip, Conditions: []corev1.PodCondition{{Type: corev1.PodReady, Status: ready, Message: message}}}
}

func deleted(pod *corev1.Pod) *corev1.Pod {
	now := metav1.Now()
	pod.DeletionTimestamp = &now
	return pod
}

// KWOK picks by chance among the stages that match, so never more than one may.
func TestEveryPodHasAtMostOneNextStage(t *testing.T) {
	stages, err := loadStages()
	if err != nil {
		t.Fatal(err)
	}
	pods, err := lifecycle.NewLifecycle(stages[internalversion.StageResourceRef{APIGroup: "v1", Kind: "Pod"}])
	if err != nil {
		t.Fatal(err)
	}
	fresh := corev1.PodStatus{Phase: corev1.PodPending}
	running := status(corev1.PodRunning, "10.244.0.1", corev1.ConditionTrue, "")
	failing := status(corev1.PodRunning, "10.244.0.1", corev1.ConditionFalse, "[simulated] crash-loop")
	pulling := status(corev1.PodPending, "10.244.0.1", corev1.ConditionFalse, "[simulated] image-pull-backoff")
	for _, test := range []struct {
		name string
		pod  *corev1.Pod
		next string
	}{
		{"a fresh pod becomes ready", podWith("", fresh, "ReplicaSet"), "pod-ready"},
		{"a value that nobody knows changes nothing", podWith("nonsense", fresh, ""), "pod-ready"},
		{"a fresh pod fails to pull", podWith("image-pull-backoff", fresh, ""), "pod-simulate"},
		{"a fresh pod crashes", podWith("crash-loop", fresh, ""), "pod-simulate"},
		{"a fresh pod is not ready", podWith("not-ready", fresh, ""), "pod-simulate"},
		{"a running pod starts to fail", podWith("crash-loop", running, ""), "pod-simulate"},
		{"a failing pod stays as it is", podWith("crash-loop", failing, "Job"), ""},
		{"a failing pod fails in another way", podWith("not-ready", failing, ""), "pod-simulate"},
		{"a failing pod recovers", podWith("", failing, "ReplicaSet"), "pod-recover"},
		{"a pod that could not pull recovers", podWith("", pulling, ""), "pod-recover"},
		{"a running pod stays as it is", podWith("", running, "ReplicaSet"), ""},
		{"a job's pod completes", podWith("", running, "Job"), "pod-complete"},
		{"a failing pod can be deleted", deleted(podWith("crash-loop", failing, "")), "pod-delete"},
		{"a fresh failing pod can be deleted", deleted(podWith("not-ready", fresh, "")), "pod-delete"},
	} {
		matching, err := pods.ListAllPossible(context.Background(), &lifecycle.Event{Annotations: test.pod.Annotations, Data: test.pod})
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, stage := range matching {
			names = append(names, stage.Name())
		}
		if got := append(names, "")[0]; got != test.next || len(names) > 1 {
			t.Errorf("%s: got %v, want %q", test.name, names, test.next)
		}
	}
}

func TestPodAddressesGoRoundAndSkipTheNetworkItself(t *testing.T) {
	a, err := newPodAddresses(podCIDR, []string{"10.244.255.254", "10.244.0.7", "192.168.0.1", ""})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"10.244.255.255", "10.244.0.1", "10.244.0.2"} {
		if got, err := a.forPod("", false, "", "", ""); err != nil || len(got) != 1 || got[0] != want {
			t.Errorf("got %v, %v, want %s", got, err, want)
		}
	}
	if got, _ := a.forPod("", true, "", "", ""); got[0] != loopback {
		t.Errorf("a pod on its node's network got %v", got)
	}
}
