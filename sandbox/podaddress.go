package main

import (
	"context"
	"net/netip"
	"sync"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// podAddresses gives addresses of the pod network to pods, in turn, starting again at the front when all were given.
// KWOK's own pool forgets at a restart which addresses are in use and gives them to new pods a second time.
type podAddresses struct {
	mu      sync.Mutex
	network netip.Prefix
	last    netip.Addr
}

// newPodAddresses continues after the highest address that a pod has now.
func newPodAddresses(ctx context.Context, client kubernetes.Interface) (*podAddresses, error) {
	network := netip.MustParsePrefix(podCIDR)
	a := &podAddresses{network: network, last: network.Addr()}
	pods, err := client.CoreV1().Pods(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	for _, pod := range pods.Items {
		if used, err := netip.ParseAddr(pod.Status.PodIP); err == nil && network.Contains(used) && a.last.Less(used) {
			a.last = used
		}
	}
	return a, nil
}

// forPod returns the addresses for a pod that starts: one of the pod network, or the node's own for a pod that shares
// its node's network. It has the form of the template function PodIPsWith of KWOK's stages.
func (a *podAddresses) forPod(_ string, hostNetwork bool, _, _, _ string) ([]string, error) {
	if hostNetwork {
		return []string{loopback}, nil
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.last = a.last.Next(); !a.network.Contains(a.last) {
		a.last = a.network.Addr().Next() // the first one names the network itself
	}
	return []string{a.last.String()}, nil
}
