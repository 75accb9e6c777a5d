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

// newPodAddresses continues after the highest of the addresses in use; those outside of the network do not count.
func newPodAddresses(network string, inUse []string) (*podAddresses, error) {
	prefix, err := netip.ParsePrefix(network)
	if err != nil {
		return nil, err
	}
	a := &podAddresses{network: prefix, last: prefix.Addr()}
	for _, text := range inUse {
		if used, err := netip.ParseAddr(text); err == nil && prefix.Contains(used) && a.last.Less(used) {
			a.last = used
		}
	}
	return a, nil
}

// podAddressesInUse asks the API server.
func podAddressesInUse(ctx context.Context, client kubernetes.Interface) ([]string, error) {
	pods, err := client.CoreV1().Pods(metav1.NamespaceAll).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, err
	}
	var inUse []string
	for _, pod := range pods.Items {
		inUse = append(inUse, pod.Status.PodIP)
	}
	return inUse, nil
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
