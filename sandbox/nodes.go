package main

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"
	"k8s.io/component-base/version"
)

// simulatedLabel marks the sandbox's nodes.
const simulatedLabel = "ieum.dev/simulated"

func nodeName(i int) string { return fmt.Sprintf("sandbox-node-%d", i+1) }

// ensureNodes makes the cluster have exactly count simulated nodes, and tells each where its kubelet listens, since
// that can change from one start to the next. It takes the nodes' leases away: what the last run left is no sign of
// life, and KWOK makes new ones at once but would let one that has not run out wait for its next turn.
func ensureNodes(ctx context.Context, client kubernetes.Interface, count, kubeletPort int) error {
	nodes, leases := client.CoreV1().Nodes(), client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	if err := leases.DeleteCollection(ctx, metav1.DeleteOptions{}, metav1.ListOptions{}); err != nil {
		return err
	}
	wanted := map[string]bool{}
	for i := range count {
		node := simulatedNode(nodeName(i), kubeletPort)
		wanted[node.Name] = true
		_, err := nodes.Create(ctx, node, metav1.CreateOptions{})
		if err == nil {
			continue // the status is kept: a kubelet may register itself with one
		}
		if !apierrors.IsAlreadyExists(err) {
			return err
		}
		status, err := json.Marshal(map[string]any{"status": map[string]any{
			"addresses": node.Status.Addresses, "daemonEndpoints": node.Status.DaemonEndpoints, "nodeInfo": node.Status.NodeInfo,
		}})
		if err != nil {
			return err
		}
		if _, err := nodes.Patch(ctx, node.Name, types.StrategicMergePatchType, status, metav1.PatchOptions{}, "status"); err != nil {
			return err
		}
	}
	existing, err := nodes.List(ctx, metav1.ListOptions{LabelSelector: simulatedLabel + "=true"})
	if err != nil {
		return err
	}
	for _, node := range existing.Items {
		if wanted[node.Name] {
			continue
		}
		if err := nodes.Delete(ctx, node.Name, metav1.DeleteOptions{}); err != nil && !apierrors.IsNotFound(err) {
			return err
		}
	}
	return nil
}

func simulatedNode(name string, kubeletPort int) *corev1.Node {
	room := corev1.ResourceList{
		corev1.ResourceCPU:              resource.MustParse("64"),
		corev1.ResourceMemory:           resource.MustParse("256Gi"),
		corev1.ResourcePods:             resource.MustParse("5000"),
		corev1.ResourceEphemeralStorage: resource.MustParse("1Ti"),
	}
	return &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: name,
			Labels: map[string]string{
				corev1.LabelHostname:   name,
				corev1.LabelOSStable:   "linux",
				corev1.LabelArchStable: "amd64",
				simulatedLabel:         "true",
			},
		},
		Status: corev1.NodeStatus{
			Allocatable: room,
			Capacity:    room,
			Addresses: []corev1.NodeAddress{
				{Type: corev1.NodeInternalIP, Address: loopback},
				{Type: corev1.NodeHostName, Address: name},
			},
			DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(kubeletPort)}},
			NodeInfo: corev1.NodeSystemInfo{
				Architecture:            "amd64",
				OperatingSystem:         "linux",
				OSImage:                 "Simulated node (KWOK)",
				KubeletVersion:          version.Get().GitVersion,
				ContainerRuntimeVersion: "kwok://simulated",
			},
		},
	}
}
